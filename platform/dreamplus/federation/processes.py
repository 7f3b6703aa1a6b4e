"""Consultations on the wire: what a live process page already shows, in every language it is written in."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from consultations.pages import ProcessPage
from consultations.queries.activities import Told, activity_pages, parent_path, tell, under
from dreamplus.cms.readable import by_anybody
from dreamplus.federation import services
from dreamplus.federation.bodies import one_line
from dreamplus.federation.models import Entry
from dreamplus.federation.wire.bodies import STEP_KINDS
from dreamplus.federation.wire.faults import WireError
from dreamplus.participation import publishing
from dreamplus.participation.enums import State

logger = logging.getLogger(__name__)


def share(translation_key: UUID, *, at: datetime, revive: bool = False) -> Entry | None:
    """Shares the process as it stands now, or takes it back when none of its pages is public any more.

    `revive`: an agent has published the page again, so what was taken back may come back.
    """
    thing = uuid5(translation_key, "dream-fed/1 consultation")
    versions = ProcessPage.objects.filter(translation_key=translation_key, alias_of=None)
    pages = list(versions.live().filter(by_anybody()).select_related("locale"))
    if not pages:
        return services.withdraw(thing=thing, at=at)
    try:
        return services.publish(type="consultation", thing=thing, body=body(pages, at), at=at, revive=revive)
    except WireError as error:
        logger.error("the consultation %s is not shared with the region: %s", translation_key, error)
        return None


def share_all(*, at: datetime) -> int:
    """Every public process; returns how many lines were added."""
    keys = ProcessPage.objects.live().filter(by_anybody()).values_list("translation_key", flat=True).distinct()
    return sum(share(key, at=at) is not None for key in list(keys))


def of_activity(uuid: str) -> set[UUID]:
    """The processes whose pages hold the pages of this activity."""
    paths = {parent_path(row[1]) for row in activity_pages(Q(activity__uuid=uuid), drafts=True)}
    return set(ProcessPage.objects.filter(path__in=paths).values_list("translation_key", flat=True))


def body(pages: Sequence[ProcessPage], at: datetime) -> dict[str, Any]:
    """The body of a `consultation` from its public pages, the site's language first."""
    ordered = sorted(pages, key=lambda page: (page.locale.language_code != settings.LANGUAGE_CODE, page.pk))
    told = {page.locale.language_code: tell(None, by_anybody() & under([page.path]), at) for page in ordered}
    steps = _steps(told)
    opens = [step["opens"] for step in steps if step["opens"]]
    closes = [step["closes"] for step in steps]
    first = ordered[0]
    activities = {one.pk: one for step in told.values() for one in step}.values()
    return {
        "title": {page.locale.language_code: one_line(page.title, 200) for page in ordered},
        "summary": {page.locale.language_code: one_line(page.summary, 600) for page in ordered},
        "page": settings.DREAM_ORIGIN + (first.get_url_parts() or ("", "", "/"))[2],
        "opens": min(opens, default=_day(first.first_published_at or at)),
        "closes": max(closes) if closes and all(closes) else None,
        "steps": steps,
        **_figures(list(activities), at),
    }


def _steps(told: dict[str, list[Told]]) -> list[dict[str, Any]]:
    """One step for each activity, its titles in the languages of its pages."""
    steps: dict[int, dict[str, Any]] = {}
    for language, activities in told.items():
        for one in activities:
            kind = one.activity.kind if one.activity.kind in STEP_KINDS else "other"
            step = steps.setdefault(
                one.activity.pk,
                {"title": {}, "kind": kind, "opens": _day(one.opens_at), "closes": _day(one.closes_at)},
            )
            step["title"][language] = one_line(one.title, 200)
    return list(steps.values())


def _figures(activities: Sequence[Told], at: datetime) -> dict[str, int | None]:
    """Proposals and answers once their collection is settled: no count is shared while it moves."""
    counted = {}
    for one in activities:
        if one.activity.kind == "proposals" and one.activity.state(at) == State.SETTLED:
            counted[one.activity.pk] = publishing.public(one.activity, at) or {}
    if not counted:
        return {"contributions": None, "answered": None}
    return {
        "contributions": sum(data.get("proposals", 0) for data in counted.values()),
        "answered": sum(data.get("answered", 0) for data in counted.values()),
    }


def _day(at: datetime | None) -> str | None:
    return timezone.localtime(at).date().isoformat() if at else None
