"""The list of processes. What is open or coming is found from the activities, so that the ended ones cost nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as PageOfRows
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import pgettext
from wagtail.models import Page

from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.queries import outcome as outcomes
from consultations.queries.activities import Told, activity_of, activity_pages, parent_path, tell, under
from consultations.queries.outcome import Outcome
from consultations.queries.process import words
from consultations.rules.standing import most_in_need
from dreamplus.cms.readable import by_anybody
from dreamplus.participation.paging import CountedPaginator
from dreamplus.participation.standing import Standing

PAGE = 12
ALL, OPEN, COMING, CLOSED = "", "ouvertes", "a-venir", "terminees"


@dataclass(frozen=True)
class Line:
    """One process in the list."""

    title: str
    summary: str
    href: str
    standing: Standing
    lead: Told | None
    activities: list[Told]
    outcome: Outcome


@dataclass(frozen=True)
class Index:
    """What the page of all processes shows."""

    tabs: list[dict[str, Any]]
    lines: list[Line]
    page: PageOfRows
    filtered: bool


def index(root: ProcessIndexPage, request: HttpRequest, at: datetime) -> Index:
    """The processes under `root`, those that are open first; `?etat=` keeps one state."""
    opened, coming = _paths(root, at)
    states = {OPEN: Q(path__in=opened), COMING: _coming(opened, coming), CLOSED: _closed(opened, coming)}
    asked = request.GET.get("etat", ALL)
    asked = asked if asked in states else ALL
    processes = ProcessPage.objects.child_of(root).live().filter(by_anybody())
    found = processes.filter(states[asked]) if asked else processes
    tabs = _tabs(processes, states, asked)
    page = CountedPaginator(_sorted(found, states), PAGE, count=next(tab["count"] for tab in tabs if tab["current"]))
    shown = page.get_page(request.GET.get("page"))
    return Index(tabs, _lines(shown, request, at), shown, bool(asked))


def _paths(root: Page, at: datetime) -> tuple[set[str], set[str]]:
    """Paths of the processes under `root` in which something is open, and of those in which something will be."""
    ahead = Q(activity__closes_at=None) | Q(activity__closes_at__gt=at)
    here = by_anybody() & Q(path__startswith=root.path)
    rows = activity_pages(ahead & here & Q(activity__scheduled_at__isnull=False))
    opened = {parent_path(row[1]) for row in rows if activity_of(row).is_open(at)}
    return opened, {parent_path(row[1]) for row in rows} - opened


def _coming(opened: set[str], coming: set[str]) -> Q:
    return ~Q(path__in=opened) & (Q(path__in=coming) | Q(numchild=0))


def _closed(opened: set[str], coming: set[str]) -> Q:
    return ~Q(path__in=opened | coming) & Q(numchild__gt=0)


def _sorted(found: QuerySet[ProcessPage], states: dict[str, Q]) -> QuerySet[ProcessPage]:
    rank = Case(
        When(states[OPEN], then=Value(0)),
        When(states[COMING], then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return outcomes.with_rows(found).annotate(rank=rank).order_by("rank", "-first_published_at", "-pk")


def _tabs(processes: QuerySet[ProcessPage], states: dict[str, Q], asked: str) -> list[dict[str, Any]]:
    counts = processes.aggregate(
        all=Count("pk"), **{f"n{i}": Count("pk", filter=q) for i, q in enumerate(states.values())}
    )
    labels = {
        ALL: pgettext("consultations", "All"),
        OPEN: pgettext("consultations", "Open"),
        COMING: pgettext("consultations", "Coming"),
        CLOSED: pgettext("consultations", "Ended"),
    }
    numbers = [counts["all"], *(counts[f"n{i}"] for i in range(len(states)))]
    return [
        {"label": label, "href": f"?etat={state}" if state else "?", "current": state == asked, "count": number}
        for (state, label), number in zip(labels.items(), numbers, strict=True)
    ]


def _lines(page: PageOfRows, request: HttpRequest, at: datetime) -> list[Line]:
    activities = tell(request, by_anybody() & under([process.path for process in page]), at)
    lines = []
    for process in page:
        own = [one for one in activities if parent_path(one.path) == process.path]
        href = process.get_url(request) or ""
        outcome = outcomes.of(process, own, outcomes.row_of(process))
        state = words(own, at, outcome)
        lines.append(Line(process.title, process.summary, href, state, most_in_need(own, at), own, outcome))
    return lines
