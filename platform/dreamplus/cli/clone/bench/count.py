"""Counting large votes: a million ballots out of the database, and what the methods for rankings cost.

`seconds_from_database`: the whole public result of a vote with five options, channels included;
`seconds_rankings_from_database`: the same of an instant-runoff with twelve, counted ahead; `seconds_rankings_locked`:
what of it is spent in the transaction that settles. The rankings are drawn, nearly all
different: nothing is saved by grouping them. `peak_mib`: the most memory this process held, filling included.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import django

from dreamplus.cli.main import choose_settings

BALLOTS = int(os.environ.get("BENCH_BALLOTS", "1000000"))
OPTIONS, RANKINGS, RANKED = 5, 100_000, 12
MOST_SECONDS, MOST_SECONDS_RANKED, MOST_MIB = 5, 30, 1024
METHODS = ("irv", "stv", "schulze")


def main() -> dict[str, Any]:
    """Goals, figures, conditions; see docs/figures.md."""
    choose_settings()
    django.setup()
    from dreamplus.cli.clone.bench.first import conditions

    figures: dict[str, Any] = {"ballots": BALLOTS, "options": OPTIONS, **from_database()}
    figures |= {"rankings": RANKINGS, "ranked_options": RANKED, **rankings_from_database()}
    figures["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures |= {**rankings(), **grades()}
    goals = {
        "seconds_from_database": MOST_SECONDS,
        "seconds_rankings_from_database": MOST_SECONDS_RANKED,
        "peak_mib": MOST_MIB,
    }
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
    """A vote of its own with five options: each set of them in turn, one ballot in nine on paper."""
    from itertools import combinations

    def borne(codes: list[str]) -> Callable[[int], str]:
        sets = [" ".join(chosen) for size in range(OPTIONS + 1) for chosen in combinations(codes, size)]
        return lambda number: sets[number % len(sets)]

    seconds, _locked, result = counted("several", OPTIONS, BALLOTS, borne)
    return {"seconds_from_database": seconds, "different_ballots": len(result["profiles"] or ())}


def rankings_from_database() -> dict[str, Any]:
    """An instant-runoff: every ballot puts all twelve options in an order of its own."""
    chance = Random(7)  # noqa: S311 - the same drawn ballots each time

    def borne(codes: list[str]) -> Callable[[int], str]:
        def drawn(_number: int) -> str:
            ranks = chance.sample(range(1, len(codes) + 1), len(codes))
            return " ".join(f"{code}={rank}" for code, rank in zip(codes, ranks, strict=True))

        return drawn

    seconds, locked, _result = counted("irv", RANKED, RANKINGS, borne)
    return {"seconds_rankings_from_database": seconds, "seconds_rankings_locked": locked}


def counted(
    method: str, options: int, number: int, borne: Callable[[list[str]], Callable[[int], str]]
) -> tuple[float, float, dict[str, Any]]:
    """Seconds of the whole public result of a vote whose box is filled with what `borne` says of each ballot, and those
    of them that are spent while its row is locked."""
    from itertools import islice
    from uuid import uuid4

    from wagtail.models import Site

    from dreamplus.core import clock
    from polls.models import Ballot
    from polls.publish import build
    from polls.services import create_poll, open_poll
    from polls.services.preparing import prepare

    at = clock.now()
    page = create_poll(
        parent=Site.objects.get(is_default_site=True).root_page,
        title="Vote",
        question="Lesquels ?",
        options=[(f"Option {letter}", "") for letter in "ABCDEFGHIJKL"[:options]],
        method=method,
        most=options,
        opens_at=at,
        closes_at=at + timedelta(days=9),
        at=at,
    )
    activity = open_poll(activity=page.activity, by=None, at=at)
    says = borne(activity.rules["options"])
    made = (
        Ballot(id=uuid4(), activity=activity, choices=says(one), channel="paper" if one % 9 == 0 else "web")
        for one in range(number)
    )
    while rows := list(islice(made, 20_000)):
        Ballot.objects.bulk_create(rows, batch_size=5_000)
    begun = time.perf_counter()
    prepare(activity)
    prepared = time.perf_counter()
    result = build(activity, provisional=False)
    ended = time.perf_counter()
    if result["ballots"]["cast"] != number:
        raise RuntimeError("the count lost ballots")
    return round(ended - begun, 2), round(ended - prepared, 2), result


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
