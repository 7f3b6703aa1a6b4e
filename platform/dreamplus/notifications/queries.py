"""Reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from dreamplus.notifications import kinds, subjects
from dreamplus.notifications.enums import LetterState
from dreamplus.notifications.kinds import Words
from dreamplus.notifications.models import Bounce, Follow, Letter, Notice
from dreamplus.notifications.subjects import Subject
from dreamplus.people.models import User

BOUNCES_MAX = 3
"""Letters returned for good after which an address receives none until it is confirmed again."""


@dataclass(frozen=True)
class Told:
    """A notice in the reader's language. `subject` None: what it spoke of is no longer shown."""

    notice: Notice
    subject: Subject | None
    words: Words | None


def told(notices: Sequence[Notice]) -> list[Told]:
    """The words of those notices in the language being spoken, in the same order; queries do not depend on their
    number. What may no longer be shown has no words."""
    own_kinds = {kind.slug for kind in kinds.registered() if kind.of_own}
    public = subjects.describe(notice.subject for notice in notices if notice.kind not in own_kinds)
    own = subjects.describe((notice.subject for notice in notices if notice.kind in own_kinds), own=True)
    described = {notice.pk: (own if notice.kind in own_kinds else public).get(notice.subject) for notice in notices}
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        if described[notice.pk] is not None:
            by_kind[notice.kind].append(notice)
    words: dict[int, Words] = {}
    for slug, rows in by_kind.items():
        if kind := kinds.get(slug):
            words |= kind.tell(rows)
    return [Told(notice, described[notice.pk], words.get(notice.pk)) for notice in notices]


def notices_of(person: User) -> QuerySet[Notice]:
    """The newest first."""
    return Notice.objects.filter(recipient=person).order_by("-pk")


def follows_of(person: User) -> QuerySet[Follow]:
    """What a person follows now, the newest first."""
    return Follow.objects.filter(person=person, stopped_at=None).order_by("-since", "-pk")


def is_following(person: User, subject: str) -> bool:
    return Follow.objects.filter(person=person, subject=subject, stopped_at=None).exists()


def stopped_addresses(people: Collection[int]) -> set[tuple[int, str]]:
    """(person, address) that returned too many letters."""
    counted = Bounce.objects.filter(person__in=people, settled_at=None).values_list("person_id", "address")
    rows = counted.annotate(number=Count("pk")).filter(number__gte=BOUNCES_MAX).order_by()
    return {(person, address) for person, address, _number in rows}


def is_stopped(person: User) -> bool:
    """Whether the person's present address receives no notice any more."""
    return (person.pk, person.email) in stopped_addresses([person.pk])


@dataclass(frozen=True)
class Troubles:
    """What did not end well, besides returned letters."""

    unsure: int
    given_up: int
    late: int


def troubles() -> Troubles:
    """In one query. `late`: letters that wait for another attempt."""
    counts = Letter.objects.aggregate(
        unsure=Count("pk", filter=Q(state=LetterState.UNSURE)),
        given_up=Count("pk", filter=Q(state=LetterState.GIVEN_UP)),
        late=Count("pk", filter=Q(state=LetterState.WAITING, attempts__gt=0)),
    )
    return Troubles(**counts)
