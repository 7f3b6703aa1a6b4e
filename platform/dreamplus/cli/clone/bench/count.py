"""Counting large votes: a million ballots out of the database, and what the methods for rankings cost.

`seconds_from_database`: the whole public result of a vote with five options, channels included. The rankings are drawn,
nearly all different: nothing is saved by grouping them.
"""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from random import Random
from typing import Any

import django

from dreamplus.cli.main import choose_settings

BALLOTS = int(os.environ.get("BENCH_BALLOTS", "1000000"))
OPTIONS, RANKINGS, RANKED = 5, 100_000, 12
MOST_SECONDS = 5
METHODS = ("irv", "stv", "schulze")


def main() -> dict[str, Any]:
    """Goals, figures, conditions; see docs/figures.md."""
    choose_settings()
    django.setup()
    from dreamplus.cli.clone.bench.first import conditions

    figures: dict[str, Any] = {"ballots": BALLOTS, "options": OPTIONS, **from_database()}
    figures |= {"rankings": RANKINGS, "ranked_options": RANKED, **rankings(), **grades()}
    goals = {"seconds_from_database": MOST_SECONDS}
    missed = [key for key, most in goals.items() if figures[key] >= most]
    return {
        "name": "count",
        "ok": not missed,
        "missed": missed,
        "goals": {key: f"< {most}" for key, most in goals.items()},
        "figures": figures,
        "conditions": conditions(),
    }


def from_database() -> dict[str, Any]:
    """A vote of its own, its box filled in one statement, then its result as it is settled."""
    from wagtail.models import Site

    from dreamplus.core import clock
    from polls.publish import build
    from polls.services import create_poll, open_poll

    at = clock.now()
    page = create_poll(
        parent=Site.objects.get(is_default_site=True).root_page,
        title="Vote",
        question="Lesquels ?",
        options=[(f"Option {letter}", "") for letter in "ABCDE"],
        method="several",
        most=OPTIONS,
        opens_at=at,
        closes_at=at + timedelta(days=9),
        at=at,
    )
    activity = open_poll(activity=page.activity, by=None, at=at)
    fill(activity)
    begun = time.perf_counter()
    result = build(activity, provisional=False)
    seconds = time.perf_counter() - begun
    if result["ballots"]["cast"] != BALLOTS:
        raise RuntimeError("the count lost ballots")
    return {"seconds_from_database": round(seconds, 2), "different_ballots": len(result["profiles"] or ())}


def fill(activity: Any) -> None:
    """Each set of options in turn, one ballot in nine on paper."""
    from itertools import combinations, islice
    from uuid import uuid4

    from polls.models import Ballot

    codes = activity.rules["options"]
    sets = [" ".join(chosen) for size in range(OPTIONS + 1) for chosen in combinations(codes, size)]
    made = (
        Ballot(
            id=uuid4(),
            activity=activity,
            choices=sets[number % len(sets)],
            channel="paper" if number % 9 == 0 else "web",
        )
        for number in range(BALLOTS)
    )
    while rows := list(islice(made, 20_000)):
        Ballot.objects.bulk_create(rows, batch_size=5_000)


def rankings() -> dict[str, float]:
    """Seconds of each method for whole rankings."""
    from polls.rules.tally.election import Election, Marks, group
    from polls.rules.tally.methods import count

    chance = Random(7)  # noqa: S311 - the same drawn ballots each time
    names = tuple(f"option {number}" for number in range(RANKED))
    ranks = list(range(1, RANKED + 1))
    ballots: list[tuple[Marks, int]] = []
    for _ballot in range(RANKINGS):
        chance.shuffle(ranks)
        ballots.append((tuple(ranks), 1))
    election = Election(names, group(ballots), seats=3)
    seconds = {}
    for method in METHODS:
        begun = time.perf_counter()
        count(election, method)
        seconds[f"seconds_{method}"] = round(time.perf_counter() - begun, 2)
    return seconds


def grades() -> dict[str, float]:
    """Seconds of majority judgment for as many ballots as the vote has, six grades."""
    from polls.rules.tally.election import Election, Marks, group
    from polls.rules.tally.methods import count

    chance = Random(7)  # noqa: S311 - the same drawn ballots each time
    drawn: list[tuple[Marks, int]] = [
        (tuple(chance.randrange(6) for _option in range(OPTIONS)), 1) for _ballot in range(BALLOTS)
    ]
    begun = time.perf_counter()
    count(Election(tuple("abcde"), group(drawn)), "majority-judgment")
    return {"seconds_majority_judgment": round(time.perf_counter() - begun, 2)}


if __name__ == "__main__":
    print(json.dumps(main()))
