"""What two people read alike in each box of paper, as the log takes it."""

from __future__ import annotations

from collections import Counter

from dreamplus.participation.models import Activity
from dreamplus.participation.paper.queries import counted
from polls.rules import Choices, parted
from polls.secret import keys
from polls.secret.rules.papers import Papers, Place, Said
from polls.services.marking import marks_of


def groups_on_paper(activity: Activity, questions: int) -> Counter[tuple[Choices, ...]]:
    """How many say exactly that, once the count on paper has ended; void ones are left out."""
    groups = Counter[tuple[Choices, ...]]()
    for _station, reading in counted(activity):
        for words, number in reading.ballots.items():
            groups[parted(words.split(), questions)] += number
    return groups


def said_on_paper(activity: Activity, questions: int) -> Said:
    """The same, with what hides it until the box is opened."""
    return Said(groups_on_paper(activity, questions), keys.paper_nonce(activity.uuid))


def papers_of(activity: Activity, said: Said) -> Papers:
    """The entry of the log: what each place found, and what commits to what it says."""
    places = tuple(
        Place(station.code, reading.found, reading.void, reading.signed) for station, reading in counted(activity)
    )
    return Papers(places, marks_of(activity).count(), said.commitment)
