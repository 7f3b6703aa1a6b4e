"""`./dream up`: a hub, a commune and a village on this machine."""

from __future__ import annotations

import argparse
import signal
import subprocess
import time
from pathlib import Path

from dreamplus.cli import translations
from dreamplus.cli.clone.foundation import found_all
from dreamplus.cli.clone.sites import Site, serving, three_sites
from dreamplus.cli.snapshot import ROOT


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
    made = found_all(sites, fresh=arguments.fresh)
    if made:
        print(f"Made the demonstration of {', '.join(site.slug for site in made)}.", flush=True)
    with serving(sites) as processes:
        print(welcome(sites, time.monotonic() - started), flush=True)
        wait(processes)
    return 0


def welcome(sites: list[Site], seconds: float) -> str:
    """Addresses and sign-ins, as printed once everything answers."""
    lines = ["", "DREAM+ is there:", ""]
    lines += [f"  {site.origin}/   {site.title}" for site in sites]
    lines += ["", f"Ready in {seconds:.0f} s. Ctrl-C ends it; ./dream up --fresh begins again."]
    return "\n".join(lines)


def wait(processes: list[subprocess.Popen[bytes]]) -> None:
    """Returns at Ctrl-C, or when one of the sites has ended."""
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        print("One of the sites has ended; the others are stopped.")
    except KeyboardInterrupt:
        print("\nEnding …", flush=True)
