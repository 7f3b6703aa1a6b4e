"""Reads: the queue, an author's past in figures, the public log, the counts by half year. Their cost does not depend
on the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import get_current_timezone, localtime, make_aware

from dreamplus.moderation import subjects
from dreamplus.moderation.enums import CaseState, Degree, Measure, Source
from dreamplus.moderation.models import Appeal, Case, Charter, Decision, Ground, NoticeReceived, Sanction
from dreamplus.moderation.rules import figures
from dreamplus.moderation.subjects import Shown

WAITING = "waiting"
STATES: dict[str, Q] = {
    WAITING: Q(state__in=[CaseState.OPEN, CaseState.APPEALED]),
    CaseState.OPEN.value: Q(state=CaseState.OPEN),
    CaseState.APPEALED.value: Q(state=CaseState.APPEALED),
    CaseState.DECIDED.value: Q(state=CaseState.DECIDED),
    CaseState.CLOSED.value: Q(state=CaseState.CLOSED),
}


@dataclass(frozen=True)
class Filters:
    """What a moderator asks of the queue; unknown values fall back on everything that waits."""

    state: str = WAITING
    kind: str = ""
    source: str = ""

    @classmethod
    def read(cls, asked: Any) -> Filters:
        state, kind, source = asked.get("etat", ""), asked.get("sorte", ""), asked.get("origine", "")
        return cls(
            state=state if state in STATES else WAITING,
            kind=kind if subjects.get(kind) else "",
            source=source if source in Source.values else "",
        )


def queue(filters: Filters) -> QuerySet[Case]:
    """The oldest first."""
    found = Case.objects.filter(STATES[filters.state])
    if filters.kind:
        found = found.filter(subject_kind=filters.kind)
    if filters.source:
        found = found.filter(source=filters.source)
    return found.annotate(reports=Count("notices")).order_by("waiting_since", "pk")


def count_by_state() -> dict[str, int]:
    """With `WAITING`, the sum of what has to be done."""
    counts = dict(Case.objects.values_list("state").annotate(Count("pk")))
    return counts | {WAITING: counts.get(CaseState.OPEN, 0) + counts.get(CaseState.APPEALED, 0)}


def words_of(cases: Iterable[Case]) -> dict[int, Shown]:
    """What the cases are about, by case: one reading for each kind."""
    by_kind: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        by_kind[case.subject_kind][case.subject_key].append(case.pk)
    found: dict[int, Shown] = {}
    for kind, keys in by_kind.items():
        subject = subjects.get(kind)
        for key, shown in (subject.load(list(keys)) if subject else {}).items():
            found |= dict.fromkeys(keys[key], shown)
    return found


@dataclass(frozen=True)
class Past:
    """An author in figures."""

    shown: int
    cases: int
    hidden: int
    warnings: int
    silences: int


def past_of(author: Any) -> Past | None:
    """None for words without an account."""
    if author is None:
        return None
    held = Decision.objects.filter(case__author=author, undone_at=None, is_review=False)
    given = Sanction.objects.filter(person=author, lifted_at=None).aggregate(
        warnings=Count("pk", filter=Q(degree=Degree.WARNING)), silences=Count("pk", filter=~Q(degree=Degree.WARNING))
    )
    return Past(
        shown=subjects.accepted(author),
        cases=Case.objects.filter(author=author).count(),
        hidden=held.filter(measure=Measure.HIDDEN).count(),
        **given,
    )


def grounds() -> QuerySet[Ground]:
    """Those in use, in their order."""
    return Ground.objects.filter(active=True)


def charter() -> Charter | None:
    return Charter.objects.first()


# In public ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """A decision as the public reads it: no person, no words."""

    day: date
    kind: str
    measure: str
    ground: str
    source: str
    hours: int
    appealed: bool
    outcome: str


def decisions() -> QuerySet[Decision]:
    """Decisions that hold, the newest first, with what the log tells of them."""
    review = Decision.objects.filter(case=OuterRef("case"), is_review=True)
    found = Decision.objects.filter(undone_at=None, is_review=False).select_related("case", "ground")
    return found.annotate(
        appealed=Exists(Appeal.objects.filter(decision=OuterRef("pk"))),
        outcome=review.values("measure")[:1],
    ).order_by("-at", "-pk")


def lines(rows: Iterable[Any]) -> Iterator[Line]:
    """From rows of `decisions`."""
    labels = {subject.kind: str(subject.label) for subject in subjects.registered()}
    for row in rows:
        yield Line(
            day=localtime(row.at).date(),
            kind=labels.get(row.case.subject_kind, row.case.subject_kind),
            measure=str(Measure(row.measure).label),
            ground=row.ground.title if row.ground else "",
            source=str(Source(row.case.source).label),
            hours=figures.median_hours([row.at - row.case.opened_at]) or 0,
            appealed=row.appealed,
            outcome=str(Measure(row.outcome).label) if row.outcome else "",
        )


@dataclass(frozen=True)
class HalfYear:
    """What moderation did in six months."""

    year: int
    half: int
    notices: int
    decisions: int
    hidden: int
    kept: int
    median_hours: int | None
    appeals: int
    overturned: int
    by_ground: list[tuple[str, int]]
    by_source: list[tuple[str, int]]

    @property
    def label(self) -> str:
        return f"{self.year}-{self.half}"


def half_years(now: datetime) -> list[tuple[int, int]]:
    """From the present one back to the first that decided something, ten at most."""
    first = Decision.objects.order_by("at").values_list("at", flat=True).first()
    year, half = figures.half_year(localtime(now).date())
    last = figures.half_year(localtime(first).date()) if first else (year, half)
    found: list[tuple[int, int]] = []
    while (year, half) >= last and len(found) < 10:
        found.append((year, half))
        year, half = (year, 1) if half == 2 else (year - 1, 2)
    return found


def half_year(year: int, half: int) -> HalfYear:
    """Counts of decisions dated in that half; appeals count with the decision they contest."""
    start, end = (_midnight(day) for day in figures.bounds(year, half))
    rows = list(decisions().filter(at__gte=start, at__lt=end))
    measures = Counter(row.measure for row in rows)
    delays: list[timedelta] = [row.at - row.case.opened_at for row in rows]
    return HalfYear(
        year=year,
        half=half,
        notices=NoticeReceived.objects.filter(received_at__gte=start, received_at__lt=end).count(),
        decisions=len(rows),
        hidden=measures[Measure.HIDDEN],
        kept=measures[Measure.KEPT],
        median_hours=figures.median_hours(delays),
        appeals=sum(row.appealed for row in rows),  # type: ignore[attr-defined]  # annotated by `decisions`
        overturned=sum(
            bool(row.outcome) and row.outcome != row.measure  # type: ignore[attr-defined]  # annotated likewise
            for row in rows
        ),
        by_ground=Counter(row.ground.title for row in rows if row.ground).most_common(),
        by_source=Counter(str(Source(row.case.source).label) for row in rows).most_common(),
    )


def _midnight(day: date) -> datetime:
    return make_aware(datetime(day.year, day.month, day.day), get_current_timezone())  # noqa: DTZ001 - made aware here
