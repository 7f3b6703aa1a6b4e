"""`./dream test`: every part of the suite, each within its minutes."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from dreamplus.cli import translations
from dreamplus.cli.clone import lint, machine, oidc, servers
from dreamplus.cli.snapshot import ROOT

UNIT = "not browser and not redis and not long"
NOTHING_COLLECTED = 5  # pytest's exit status when a part has no test yet
OUTCOMES = ("passed", "failed", "errors", "skipped", "xfailed")


@dataclass(frozen=True)
class Part:
    """One part of the suite. `minutes` is its budget on two cores; parts of one `budget` name share theirs."""

    name: str
    run: Callable[[argparse.Namespace], tuple[int, Counter[str]]]
    budget: str
    minutes: float


def run(words: list[str]) -> int:
    """Runs the parts asked for; exit status 1 when one fails or passes its budget."""
    parser = argparse.ArgumentParser(prog="./dream test")
    parser.add_argument("--part", action="append", choices=[part.name for part in PARTS], help="one part only")
    parser.add_argument("--long", action="store_true", help="the long tests too; no budget then")
    parser.add_argument("--no-budget", action="store_true", help="do not fail over the minutes (a machine shared)")
    parser.add_argument("--workers", default="2", help="pytest workers of the unit parts")
    arguments = parser.parse_args(words)
    translations.compile_all()
    chosen = [part for part in PARTS if not arguments.part or part.name in arguments.part]
    totals: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    bad, lines, started = [], [], time.monotonic()
    for part in chosen:
        print(f"\n━━ {part.name} ━━", flush=True)
        began = time.monotonic()
        status, counts = part.run(arguments)
        minutes = (time.monotonic() - began) / 60
        spent[part.budget] += minutes  # type: ignore[assignment]  # minutes are fractions, which Counter adds as well
        totals.update(counts)
        if status:
            bad.append(part.name)
        lines.append(f"  {part.name:<18}{minutes:6.1f} min   {'failed' if status else 'passed'}")
    print("\n".join(["", *lines]))
    over = [] if arguments.long or arguments.no_budget else over_budget(spent)
    for sentence in over:
        print(sentence)
    print(closing_line(totals, bad, (time.monotonic() - started) / 60))
    return 1 if bad or over else 0


def over_budget(spent: Counter[str]) -> list[str]:
    """A sentence for each budget that was passed."""
    budgets = {part.budget: part.minutes for part in PARTS}
    return [
        f"Over budget: {name} took {spent[name]:.1f} minutes of {minutes}."
        for name, minutes in budgets.items()
        if spent[name] > minutes
    ]


def closing_line(totals: Counter[str], bad: list[str], minutes: float) -> str:
    """The last line, in pytest's manner. A part that failed without a failed test (lint, say) counts as one."""
    failed = totals["failed"] + totals["errors"]
    failed = max(failed, 1) if bad else failed
    skipped = f", {totals['skipped']} skipped" if totals["skipped"] else ""
    blame = f" ({', '.join(bad)})" if bad else ""
    return f"===== {totals['passed']} passed, {failed} failed{skipped} in {minutes:.1f} minutes{blame} ====="


# The parts ------------------------------------------------------------------------------------------------------------
def run_lint(arguments: argparse.Namespace) -> tuple[int, Counter[str]]:
    """On one core; on the other one, the migrated database that the next parts copy is made, where there is none."""
    making = subprocess.Popen([sys.executable, "-c", "from dreamplus.cli.snapshot import sqlite_snapshot as s; s()"])
    try:
        return lint.run([]), Counter()
    finally:
        making.wait()


def run_sqlite(arguments: argparse.Namespace) -> tuple[int, Counter[str]]:
    """What the database promises; everything under `--long`. The journeys and the demonstration run on SQLite too."""
    need_real_parts()
    chosen = unit(arguments) if arguments.long else f"{unit(arguments)} and database_promise"
    return pytest(["-n", arguments.workers, "-m", chosen, "tests"])


def run_postgresql(arguments: argparse.Namespace) -> tuple[int, Counter[str]]:
    """Everything: the database that matters."""
    need_real_parts()
    with servers.postgresql() as address:
        return pytest(["-n", arguments.workers, "-m", unit(arguments), "tests"], DREAM_DATABASE=address)


def run_redis(arguments: argparse.Namespace) -> tuple[int, Counter[str]]:
    with servers.redis() as address:
        return pytest(["-m", "redis", "tests"], DREAM_REDIS=address)


def run_e2e(arguments: argparse.Namespace) -> tuple[int, Counter[str]]:
    return browser("tests/e2e")


def run_accessibility(arguments: argparse.Namespace) -> tuple[int, Counter[str]]:
    return browser("tests/accessibility")


def need_real_parts() -> None:
    """What unit tests meet for real: Pango and a reader of PDF that is not ours, the web server, identity providers."""
    machine.need_library(*machine.PANGO)
    machine.need("pdftotext", "poppler-utils", "to read letters as whoever receives them does")
    machine.need("caddy", "caddy", "to run an instance behind the web server it is shipped with")
    oidc.installed()


def unit(arguments: argparse.Namespace) -> str:
    return UNIT.replace(" and not long", "") if arguments.long else UNIT


def browser(folder: str) -> tuple[int, Counter[str]]:
    """One browser at a time: two would fight for two cores."""
    if not (ROOT / folder).is_dir():
        return 0, Counter()
    oidc.installed()
    chromium = machine.need("chromium", "chromium", "to walk the pages as a person does")
    return pytest(["-m", "browser", folder], DREAM_CHROMIUM=str(chromium))


def pytest(words: list[str], **environment: str) -> tuple[int, Counter[str]]:
    """Exit status and outcomes of one pytest run, shown as it goes."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("DREAM_", "DJANGO_"))}
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "pytest", "-q", *words],
                cwd=ROOT,
                env={**outside, **environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        last = ""
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line if " in " in line else last
    status = 0 if process.returncode == NOTHING_COLLECTED else process.returncode
    return status, outcomes(last)


def outcomes(line: str) -> Counter[str]:
    """Reads pytest's closing line, as `3 failed, 120 passed, 1 error in 4.2s`."""
    counts: Counter[str] = Counter()
    for number, word in re.findall(r"(\d+) (\w+)", line):
        word = "errors" if word == "error" else word
        if word in OUTCOMES:
            counts[word] = int(number)
    return counts


PARTS = (
    Part("lint", run_lint, "lint", 1),
    Part("unit-sqlite", run_sqlite, "unit tests", 14),
    Part("unit-postgresql", run_postgresql, "unit tests", 14),
    Part("redis", run_redis, "unit tests", 14),
    Part("e2e", run_e2e, "end to end", 5.5),
    Part("accessibility", run_accessibility, "accessibility", 4.5),
)
