"""`./dream smoke`: the main job over HTTP, from the first page to the result on the hub."""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dreamplus.cli import translations
from dreamplus.cli.clone.foundation import found_all, pair
from dreamplus.cli.clone.serving import serving
from dreamplus.cli.clone.sites import Site, three_sites
from dreamplus.cli.clone.smoke import arriving, closing, region, taking_part, voting
from dreamplus.cli.clone.smoke.journey import Journey

FIRST_PORT = 18_500
FIRST_PAGE_WITHIN = 90  # seconds, see docs/figures.md

STEPS: tuple[tuple[str, Callable[[Journey], str]], ...] = (
    ("home page of hub and instances", arriving.home_pages),
    ("sign-up by e-mail code", arriving.sign_up_by_code),
    ("an agent opens a consultation with two votes", arriving.agent_opens_votes),
    ("vote with receipt", voting.vote_with_receipt),
    ("second vote replaces, also from the page in the other language", voting.second_vote_replaces),
    ("parallel double vote leaves one row", voting.parallel_votes),
    ("live turnout over a WebSocket", voting.live_turnout),
    ("proposal with receipt", taking_part.proposal_with_receipt),
    ("support", taking_part.support),
    ("comment", taking_part.comment),
    ("sealed until closing, at every door", closing.sealed_until_closing),
    ("closing by an agent, result public and right", closing.closed_by_agent),
    ("closing by the clock, result public and right", closing.closed_by_clock),
    ("signed entry verified by the hub", region.signed_entry_verified),
    ("result on the hub's page", region.result_on_hub),
    ("tampered feed refused", region.tampered_list_refused),
)


def run(words: list[str]) -> int:
    """Exit status 0 when every step holds. Everything it starts, it stops; its folder goes with it."""
    parser = argparse.ArgumentParser(prog="./dream smoke")
    parser.add_argument("--json", action="store_true", help="one JSON object at the end, progress on the other stream")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="of what is random")
    arguments = parser.parse_args(words)
    started = time.monotonic()
    translations.compile_all()
    with tempfile.TemporaryDirectory(prefix="dream-smoke-") as folder:
        sites = three_sites(Path(folder), first_port=FIRST_PORT)
        found_all(sites)
        with serving(sites):
            seconds = time.monotonic() - started
            pair(sites)
            steps = walk(sites, arguments.seed, tell=not arguments.json)
    told = report(steps, seconds, arguments.seed)
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print(f"{'All steps hold' if told['ok'] else 'NOT ALL STEPS HOLD'}; first page after {seconds:.0f} s.")
    return 0 if told["ok"] else 1


def walk(sites: list[Site], seed: int, *, tell: bool) -> list[dict[str, Any]]:
    """Every step in turn; one that fails does not keep the next from being tried."""
    hub, commune, village = sites
    journey = Journey(hub, commune, village, random.Random(seed))  # noqa: S311 - replayed by its seed
    steps = []
    for name, step in STEPS:
        began = time.monotonic()
        try:
            ok, detail = True, step(journey)
        except Exception as error:
            ok, detail = False, f"{type(error).__name__}: {error}"
        milliseconds = round((time.monotonic() - began) * 1000)
        steps.append({"name": name, "ok": ok, "ms": milliseconds, "detail": detail})
        if tell:
            print(f"{'  ok ' if ok else ' BAD '} {milliseconds:>7} ms  {name}: {detail}", flush=True)
    return steps


def report(steps: list[dict[str, Any]], seconds: float, seed: int) -> dict[str, Any]:
    """The one form of every figure: goals, figures, conditions, and the steps."""
    ok = all(step["ok"] for step in steps) and seconds <= FIRST_PAGE_WITHIN
    return {
        "name": "smoke",
        "ok": ok,
        "goals": {"seconds_to_first_page": f"<= {FIRST_PAGE_WITHIN}"},
        "figures": {
            "seconds_to_first_page": round(seconds, 1),
            "steps": len(steps),
            "steps_that_hold": sum(step["ok"] for step in steps),
        },
        "conditions": {
            "database": "SQLite",
            "processes": "one for each of three sites",
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
            "seed": seed,
        },
        "steps": steps,
    }
