"""`./dream up`: a hub, a commune and a village on this machine."""

from __future__ import annotations

import argparse
import signal
import subprocess
import time
from pathlib import Path

from dreamplus.cli import translations
from dreamplus.cli.clone.foundation import found_all
from dreamplus.cli.clone.pairing import pair
from dreamplus.cli.clone.sites import Site, serving, three_sites
from dreamplus.cli.snapshot import ROOT
from dreamplus.demonstration.content.staff import CITIZEN, RESET_REQUEST, STAFF


def run(words: list[str]) -> int:
    """Shows the demonstration until Ctrl-C."""
    started = time.monotonic()
    parser = argparse.ArgumentParser(prog="./dream up")
    parser.add_argument("--fresh", action="store_true", help="throw the demonstration away and begin again")
    parser.add_argument("--port", type=int, default=8000, help="first of the three ports (the next free ones are used)")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "demo", help="where the three sites are kept")
    arguments = parser.parse_args(words)
    for number in (signal.SIGINT, signal.SIGTERM):  # ended by a supervisor, or from the background, as by Ctrl-C
        signal.signal(number, signal.default_int_handler)
    translations.compile_all()
    sites = three_sites(arguments.folder.resolve(), first_port=arguments.port)
    fresh = arguments.fresh
    while shown(sites, fresh=fresh, since=started):
        started, fresh = time.monotonic(), True
        print("Beginning again …", flush=True)
    return 0


def shown(sites: list[Site], *, fresh: bool, since: float) -> bool:
    """Serves the three sites until Ctrl-C; True when a visitor pressed the button that begins again."""
    made = found_all(sites, fresh=fresh)
    if made:
        print(f"Made the demonstration of {', '.join(site.slug for site in made)}.", flush=True)
    with serving(sites) as processes:
        pair(sites)
        print(welcome(sites, time.monotonic() - since), flush=True)
        return wait(sites, processes)


def welcome(sites: list[Site], seconds: float) -> str:
    """Addresses and sign-ins, as printed once everything answers."""
    width = max(len(site.origin) for site in sites) + 1
    lines = ["", "DREAM+ is there:", ""]
    lines += [f"  {site.origin + '/':{width}}  {site.title}" for site in sites]
    lines += [
        "",
        "Sign in with a code, which arrives in the mailbox at /demonstration/courrier/ of each site:",
        f"  a resident        {CITIZEN[0]}",
        *(f"  {role.value:16}  {email}" for role, (email, _name) in STAFF.items()),
        "The staff's second factor: ./dream code agent (or official, administrator).",
        "",
        f"Ready in {seconds:.0f} s. Ctrl-C ends it; ./dream up --fresh begins again.",
    ]
    return "\n".join(lines)


def wait(sites: list[Site], processes: list[subprocess.Popen[bytes]]) -> bool:
    """Returns at Ctrl-C or when one of the sites has ended; True when a visitor asks to begin again."""
    requests = [site.folder / RESET_REQUEST for site in sites]
    try:
        while all(process.poll() is None for process in processes):
            if any(request.exists() for request in requests):
                return True
            time.sleep(0.5)
        print("One of the sites has ended; the others are stopped.")
    except KeyboardInterrupt:
        print("\nEnding …", flush=True)
    return False
