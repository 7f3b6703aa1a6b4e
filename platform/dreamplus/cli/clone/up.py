"""`./dream up`: a hub, a commune and a village on this machine."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from pathlib import Path

from dreamplus.cli import translations
from dreamplus.cli.clone import machine
from dreamplus.cli.clone.foundation import begin_secret_vote, found_all, pair
from dreamplus.cli.clone.serving import JOURNAL, Processes, serving
from dreamplus.cli.clone.sites import Site, box_beside, houses_beside, three_sites
from dreamplus.cli.clone.trouble import Trouble
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
    offer_letters()
    sites = three_sites(arguments.folder.resolve(), first_port=arguments.port)
    fresh = arguments.fresh
    while True:
        if found_all(sites, fresh=fresh):
            print("The three sites are made.", flush=True)
        with serving([*sites, *houses_beside(sites[1])]) as processes:
            pair(sites)
            threading.Thread(target=begin, args=(sites,), daemon=True).start()
            print(welcome(sites, time.monotonic() - started), flush=True)
            begin_again = wait(sites, processes)
        if not begin_again:
            return 0
        started, fresh = time.monotonic(), True


def offer_letters() -> None:
    """Letters need Pango; everything else is there without it."""
    try:
        machine.need_library(*machine.PANGO)
    except Trouble as trouble:
        print(f"Letters and other PDF cannot be made here. {trouble}", file=sys.stderr, flush=True)


def begin(sites: list[Site]) -> None:
    """The secret vote needs every house and a key that takes seconds to make: it comes after the first page."""
    try:
        begin_secret_vote(sites)
    except Trouble as trouble:
        print(f"There is no secret vote this time. {trouble}", file=sys.stderr, flush=True)


def welcome(sites: list[Site], seconds: float) -> str:
    """Addresses and sign-ins, as printed once everything answers."""
    commune = sites[1]
    lines = ["", "DREAM+ is there:", ""]
    lines += [f"  {site.origin}/   {site.title}" for site in sites]
    lines += ["", "Sign in on any of them with one of these addresses; there is no password:", ""]
    accounts = [(*CITIZEN, "citizen"), *((email, name, role.value) for role, (email, name) in STAFF.items())]
    lines += [f"  {email:<24}{name} ({role})" for email, name, role in accounts]
    lines += [
        "",
        f"The e-mailed code arrives at {commune.origin}/demonstration/courrier/ (the same on each site).",
        "Staff are asked for a second code:  ./dream code agent",
        "",
        f"A secret vote opens on {commune.origin} within seconds. Its box: {box_beside(commune).origin}",
        f"The keys of its scrutineers: {commune.folder}/cle-de-scrutateur-*.json",
        f"Journals: {commune.folder.parent}/*/{JOURNAL}",
        f"Ready in {seconds:.0f} s. Ctrl-C ends it; ./dream up --fresh begins again.",
    ]
    return "\n".join(lines)


def wait(sites: list[Site], processes: Processes) -> bool:
    """Returns at Ctrl-C or when a site has ended (False), or when somebody asked to begin again (True)."""
    try:
        while all(process.poll() is None for process in processes):
            if any((site.folder / RESET_REQUEST).exists() for site in sites):
                print("Beginning again, as asked …", flush=True)
                return True
            time.sleep(0.5)
        print("One of the sites has ended; the others are stopped.")
    except KeyboardInterrupt:
        print("\nEnding …", flush=True)
    return False
