"""A large vote is counted before the transaction that settles it, and its page tells how far the count is."""

from __future__ import annotations

import time

from django.db.models import Sum

from dreamplus.participation.models import Activity
from dreamplus.participation.paper.queries import counted
from polls import ahead, said
from polls.models import Ballot, RunningCount
from polls.publish import grouped_alike
from polls.rules import Kind, parted, read_questions, tally
from polls.rules.kinds import DRAWN

LARGE = 5_000
"""Ballots from which a count takes longer than a transaction should."""
TOLD_EVERY = 1.0  # seconds


def prepare(activity: Activity) -> None:
    """Counts the box and the papers read, where ballots bear marks and are many.

    The vote is over: ballots that were still on their way are seen when it is settled, which then counts again.
    """
    questions = read_questions(activity.rules)
    marked = [number for number, rules in enumerate(questions, start=1) if rules.kind != Kind.CHOICES]
    if not marked or Ballot.objects.filter(activity=activity, question=1).count() < LARGE:
        return
    count, _created = RunningCount.objects.update_or_create(activity=activity, defaults={"percent": 0})
    boxes = _boxes(activity, len(questions))
    ahead.forget()
    for done, number in enumerate(marked):
        rules, profiles = questions[number - 1], boxes[number - 1]
        drawn = said.drawn(activity, profiles) if rules.method in DRAWN else {}
        seed = bytes.fromhex(drawn["seed"]) if "seed" in drawn else None
        teller = Teller(count, done=done, of=len(marked))
        ahead.keep(rules, profiles, seed, tally(rules, profiles, seed=seed, progress=teller))


class Teller:
    """Writes the share that is done, once a second at most, in a transaction of its own. `done` of the `of` counts
    are over."""

    def __init__(self, count: RunningCount, *, done: int = 0, of: int = 1) -> None:
        self.count, self.done, self.of = count, done, of
        self.last = time.monotonic()

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self.last < TOLD_EVERY:
            return
        self.last = now
        RunningCount.objects.filter(pk=self.count.pk).update(percent=min(99, int((self.done + share) / self.of * 100)))


def _boxes(activity: Activity, number: int) -> list[ahead.Groups]:
    """What will be said of each question once the papers have joined the box."""
    rows = Ballot.objects.filter(activity=activity).values_list("question", "choices").annotate(Sum("weight"))
    heaps: list[list[tuple[tuple[str, ...], int]]] = [[] for _one in range(number)]
    for question, words, votes in rows.order_by("question", "choices"):
        heaps[question - 1].append((tuple(words.split()), votes))
    for _station, reading in counted(activity):
        for words, papers in reading.ballots.items():
            for heap, answer in zip(heaps, parted(words.split(), number), strict=True):
                heap.append((answer, papers))
    return [grouped_alike(heap) for heap in heaps]
