"""`dreamplus count`, and `python -m polls.rules`: files of ballots in, a result out; no settings, no server."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from polls.rules.tally import files
from polls.rules.tally.election import Election, ElectionRefused
from polls.rules.tally.files.cells import number
from polls.rules.tally.methods import METHODS, count
from polls.rules.tally.outcome import Outcome
from polls.rules.tally.shares import COMPLETIONS, STOPS, UTILITIES
from polls.rules.tally.telling import told


def arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """What the command takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="ballots; several files are pooled")
    parser.add_argument("--method", required=True, choices=METHODS, metavar="METHOD", help=", ".join(METHODS))
    parser.add_argument("--seats", type=int, help="how many are elected (stv)")
    parser.add_argument("--budget", help="money to spend, when the file does not say")
    parser.add_argument("--utility", choices=UTILITIES, help="what a funded project gives (equal-shares)")
    parser.add_argument("--completion", choices=COMPLETIONS, help="what is done with what is left (equal-shares)")
    parser.add_argument("--step", help="what one step of Add1 gives to each voter (equal-shares)")
    parser.add_argument("--stop", choices=STOPS, help="when Add1 stops (equal-shares)")
    parser.add_argument("--by", choices=("sum", "mean", "median"), help="how scores are compared (score)")
    parser.add_argument("--lowest", help="the grade of what is not graded (majority-judgment)")
    parser.add_argument("--no-opinion", help="the colour that says “no opinion” (coloured)")
    parser.add_argument("--least", type=int, help="fewest options on a ballot (approval)")
    parser.add_argument("--most", type=int, help="most options on a ballot (approval)")
    parser.add_argument("--credits", help="most points, or sum of squares, on a ballot (points, quadratic)")
    parser.add_argument("--seed", help="hexadecimal seed that breaks ties")
    parser.add_argument("--write", type=Path, metavar="FILE", help="writes the .pb file that was read again, whole")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of words")
    return parser


def main(words: Sequence[str] | None = None, *, name: str = "python -m polls.rules") -> int:
    """Exit status: 0 counted, 2 not, with the reason."""
    parser = argparse.ArgumentParser(prog=name, description="Counts published ballots.")
    return run(arguments(parser).parse_args(words))


def run(asked: argparse.Namespace) -> int:
    """As `main`, once the words are read."""
    try:
        election = _election(asked)
        outcome = count(election, asked.method, **_parameters(asked))
        if asked.write is not None:
            files.write_again(asked.files, asked.write)
    except ElectionRefused as refused:
        print(refused, file=sys.stderr)
        return 2
    print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2) if asked.json else _words(outcome))
    return 0


def _election(asked: argparse.Namespace) -> Election:
    election = files.pooled([files.read(path) for path in asked.files])
    if asked.seats is not None:
        election = replace(election, seats=asked.seats)
    if asked.budget is not None:
        election = replace(election, budget=number(asked.budget, "--budget"))
    return election


def _parameters(asked: argparse.Namespace) -> dict[str, Any]:
    """Those that were given, as values."""
    found: dict[str, Any] = {
        name: getattr(asked, name)
        for name in ("utility", "completion", "stop", "by", "least", "most")
        if getattr(asked, name) is not None
    }
    for name in ("step", "lowest", "no_opinion", "credits"):
        if getattr(asked, name) is not None:
            found[name] = number(getattr(asked, name), f"--{name.replace('_', '-')}")
    if asked.seed is not None:
        try:
            found["seed"] = bytes.fromhex(asked.seed)
        except ValueError:
            raise ElectionRefused("--seed: hexadecimal digits are expected") from None
    return found


def _words(outcome: Outcome) -> str:
    return "\n".join(told(outcome))
