"""Reads: the list of proposals and what stands beside it. The number of queries never depends on the rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.utils.timezone import localdate

from consultations.proposals.models import Proposal, Theme
from consultations.proposals.rules.statuses import Status
from dreamplus.core.text import fold, searched
from dreamplus.participation.enums import Status as Shown
from dreamplus.participation.kinds import Told
from dreamplus.participation.models import Activity
from dreamplus.people.models import User

PAGE = 20
QUERY_MAX = 100
SIMILAR_WORDS = 5
SIMILAR_SHOWN = 3

BY_LOT = "hasard"
# The only orders a reader can ask for; what is typed in the address never reaches the database.
SORTS: dict[str, tuple[Any, ...]] = {
    "recent": ("-pk",),
    "soutien": ("-supports", "-pk"),
    "attente": (F("answered_at").asc(nulls_first=True), "-supports", "-pk"),
}


@dataclass(frozen=True)
class Filters:
    """What a reader asks of the list; unknown values fall back on everything."""

    words: str = ""
    status: str = ""
    theme: int | None = None
    mine: bool = False
    sort: str = "recent"

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        status, theme, sort = asked.get("statut", ""), asked.get("theme", ""), asked.get("tri", "")
        return cls(
            words=asked.get("q", "").replace("\0", "").strip()[:QUERY_MAX],
            status=status if status in {known.value for known in Status} else "",
            theme=int(theme) if theme.isascii() and theme.isdecimal() and len(theme) < 10 else None,
            mine=asked.get("miennes") == "1",
            sort=sort if sort in {*SORTS, BY_LOT} else "recent",
        )

    @property
    def any(self) -> bool:
        return bool(self.words or self.status or self.theme or self.mine)


def listing(activity: Activity, filters: Filters, reader: User | AnonymousUser, *, at: datetime) -> QuerySet[Proposal]:
    """Visible proposals; with `mine`, the reader's own, hidden and withdrawn ones included. `at`: today, for the order
    of the day."""
    found = Proposal.objects.filter(activity=activity).select_related(
        "contribution__author", "contribution__organisation", "theme"
    )
    if filters.mine and reader.is_authenticated:
        found = found.filter(contribution__author=reader)
    else:
        found = found.filter(contribution__status=Shown.VISIBLE)
    words = searched(filters.words)
    if filters.words and not words:
        return found.none()  # punctuation alone
    for word in words:
        found = found.filter(search_text__contains=word)
    if filters.status:
        found = found.filter(status=filters.status)
    if filters.theme:
        found = found.filter(theme=filters.theme)
    if filters.sort == BY_LOT:
        return _by_lot(found, localdate(at))
    return found.order_by(*SORTS[filters.sort])


def _by_lot(found: QuerySet[Proposal], day: date) -> QuerySet[Proposal]:
    """In an order drawn by lot that begins elsewhere each day, the same for everybody and on every page of that day:
    nobody is first for having come first or for having brought friends."""
    begins = Random(day.isoformat()).random()  # noqa: S311 - an order of reading, no secret
    before = Case(When(place__lt=begins, then=Value(1)), default=Value(0))
    return found.alias(before=before).order_by("before", "place", "pk")


@dataclass(frozen=True)
class Totals:
    """One count for the head of the page."""

    visible: int
    hidden: int
    withdrawn: int
    answered: int
    supports: int


def totals(activity: Activity) -> Totals:
    """In one query."""
    seen = Q(contribution__status=Shown.VISIBLE)
    counts = Proposal.objects.filter(activity=activity).aggregate(
        visible=Count("pk", filter=seen),
        hidden=Count("pk", filter=Q(contribution__status=Shown.HIDDEN)),
        withdrawn=Count("pk", filter=Q(contribution__status=Shown.WITHDRAWN)),
        answered=Count("pk", filter=seen & ~Q(answer="")),
        supports=Sum("supports", filter=seen, default=0),
    )
    return Totals(**counts)


def themes(activity: Activity) -> list[Theme]:
    return list(Theme.objects.filter(activity=activity))


def visible() -> QuerySet[Proposal]:
    """Of every activity; for the staff."""
    return Proposal.objects.filter(contribution__status=Shown.VISIBLE)


def by_status(found: QuerySet[Proposal], status: str) -> QuerySet[Proposal]:
    """Those of `found` in that status, the first to be answered first, then the most supported."""
    due = F("due_on").asc(nulls_last=True)
    return found.filter(status=status).select_related("contribution", "activity").order_by(due, "-supports", "pk")


def services(found: QuerySet[Proposal]) -> list[str]:
    """The names of services that have something to prepare."""
    return list(found.exclude(service="").order_by("service").values_list("service", flat=True).distinct())


def count_by_status(found: QuerySet[Proposal]) -> dict[str, int]:
    return dict(found.order_by().values_list("status").annotate(Count("pk")))


def told(contributions: Sequence[int]) -> dict[int, Told]:
    """The words of proposals as readers see them, by contribution; for moderation."""
    found = Proposal.objects.filter(contribution__in=contributions).select_related("contribution")
    return {one.contribution_id: Told(one.title, one.body, one.get_absolute_url()) for one in found}


def similar(activity: Activity, title: str, *, but_of: User | None = None) -> list[Proposal]:
    """Visible proposals that share the longest words of a title: to support one rather than write it again."""
    longest = sorted(set(re.findall(r"\w{5,}", fold(title))), key=lambda word: (-len(word), word))
    words = longest[:SIMILAR_WORDS]
    if not words:
        return []
    # A stem stands for its plural and its verb: no dictionary, five letters at least.
    match = Q()
    for word in words:
        match |= Q(search_text__contains=word[: max(5, len(word) - 2)])
    found = Proposal.objects.filter(match, activity=activity, contribution__status=Shown.VISIBLE)
    if but_of is not None:
        found = found.exclude(contribution__author=but_of)
    return list(found.select_related("contribution").order_by("-supports", "-pk")[:SIMILAR_SHOWN])
