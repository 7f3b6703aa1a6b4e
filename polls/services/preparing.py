"""A large vote is counted before the transaction that settles it, and its page tells how far the count is."""

from __future__ import annotations

import time
from itertools import chain

from django.db.models import Count

from dreamplus.participation.models import Activity
from dreamplus.participation.paper.queries import counted
from polls import ahead, said
from polls.models import Ballot, RunningCount
from polls.publish import grouped_alike
from polls.rules import Kind, Rules, tally

LARGE = 5_000
"""Ballots from which a count takes longer than a transaction should."""
TOLD_EVERY = 1.0  # seconds


def prepare(activity: Activity) -> None:
    """Counts the box and the papers read, where ballots bear marks and are many.

    The vote is over: ballots that were still on their way are seen when it is settled, which then counts again.
    """
    rules = Rules.read(activity.rules)
    if rules.kind == Kind.CHOICES or Ballot.objects.filter(activity=activity).count() < LARGE:
        return
    count, _created = RunningCount.objects.update_or_create(activity=activity, defaults={"percent": 0})
    profiles = _profiles(activity)
    drawn = said.drawn(activity, profiles)
    seed = bytes.fromhex(drawn["seed"]) if "seed" in drawn else None
    ahead.keep(rules, profiles, seed, tally(rules, profiles, seed=seed, progress=Teller(count)))


class Teller:
    """Writes the share that is done, once a second at most, in a transaction of its own."""

    def __init__(self, count: RunningCount) -> None:
        self.count = count
        self.last = time.monotonic()

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self.last < TOLD_EVERY:
            return
        self.last = now
        RunningCount.objects.filter(pk=self.count.pk).update(percent=min(99, int(share * 100)))


def _profiles(activity: Activity) -> ahead.Groups:
    """What will be in the box once the papers have joined it."""
    box = Ballot.objects.filter(activity=activity).values_list("choices").annotate(Count("pk")).order_by("choices")
    papers = (heap for _station, reading in counted(activity) for heap in reading.ballots.items())
    return grouped_alike((tuple(words.split()), number) for words, number in chain(box, papers))
