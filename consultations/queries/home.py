"""What the home page leads with: the open activity most in need, what else is open or comes, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

from consultations.pages import ProcessPage
from consultations.queries import outcome as outcomes
from consultations.queries.activities import (
    Told,
    activity_of,
    activity_pages,
    parent_path,
    readable,
    tell_rows,
    under,
)
from consultations.queries.process import line
from consultations.rules.standing import most_in_need
from dreamplus.cms.readable import by_anybody
from dreamplus.participation.models import Activity

# Of a site where hundreds of activities are alive at once, the first to close and to open are enough here.
CONSIDERED = 30
BESIDE = 3
_KEPT = "_consultations_on_home"


@dataclass(frozen=True)
class Lead:
    """The one clear action, and what stands beside it."""

    main: Told | None
    beside: list[Told]


@dataclass(frozen=True)
class OnHome:
    """What processes show on one home page; `story` is what its template draws."""

    lead: Lead
    story: dict[str, Any] | None


def on_home(request: HttpRequest, home: Page, at: datetime) -> OnHome:
    """Read once a request for the two places of the page, so that figures of both are counted together."""
    kept: OnHome | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = _read(request, home, at)
        setattr(request, _KEPT, kept)
    return kept


def _read(request: HttpRequest, home: Page, at: datetime) -> OnHome:
    here = by_anybody() & Q(path__startswith=home.path)
    alive = readable(request, here & _alive(at), order="activity__closes_at", most=CONSIDERED)
    process = _followed(here, at)
    steps = readable(request, here & under([process.path])) if process else []
    told = tell_rows(request, [*alive, *steps], at)
    return OnHome(_lead(told[: len(alive)], at), process and _story(request, process, told[len(alive) :], at))


def _lead(told: list[Told], at: datetime) -> Lead:
    main = most_in_need(told, at)
    others = sorted((one for one in told if one is not main), key=lambda one: (not one.is_open, _first(one, at)))
    return Lead(main, others[:BESIDE])


def _story(request: HttpRequest, process: ProcessPage, told: list[Told], at: datetime) -> dict[str, Any]:
    outcome = outcomes.of(process, told, outcomes.row(process))
    return {"title": process.title, "href": process.get_url(request), "steps": line(process, told, at, outcome)}


def _followed(here: Q, at: datetime) -> ProcessPage | None:
    """A process where something ended: one that goes on if there is, else the last that ended."""
    dated = here & Q(activity__scheduled_at__isnull=False, activity__closes_at__isnull=False)
    rows = activity_pages(dated, order="-activity__closes_at", most=2 * CONSIDERED)
    over = [parent_path(row[1]) for row in rows if _closed(activity_of(row), at)]
    going_on = {parent_path(row[1]) for row in rows if not _closed(activity_of(row), at)}
    wanted = sorted(dict.fromkeys(over), key=lambda path: path not in going_on)
    processes = {process.path: process for process in ProcessPage.objects.live().filter(path__in=wanted)}
    return next((processes[path] for path in wanted if path in processes), None)


def _alive(at: datetime) -> Q:
    """Open, or still to open."""
    ahead = Q(activity__closes_at=None) | Q(activity__closes_at__gt=at)
    return Q(activity__scheduled_at__isnull=False) & ahead


def _first(one: Told, at: datetime) -> datetime:
    return (one.closes_at if one.is_open else one.opens_at) or at


def _closed(activity: Activity, at: datetime) -> bool:
    return activity.closes_at is not None and activity.closes_at <= at
