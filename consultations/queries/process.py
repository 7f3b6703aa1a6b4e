"""One process as its page tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consultations.law import notice
from consultations.pages import ProcessPage
from consultations.queries import outcome as outcomes
from consultations.queries.activities import Told, tell, under
from consultations.queries.outcome import Outcome
from consultations.rules import standing as rules
from consultations.rules.line import Step, draw
from dreamplus.cms.pages import InformationPage
from dreamplus.participation.moments import left, moment
from dreamplus.participation.standing import Standing, span

KINDS = {
    rules.Standing.OPEN: "open",
    rules.Standing.COMING: "soon",
    rules.Standing.CLOSED: "closed",
}


def told(page: ProcessPage, request: HttpRequest, at: datetime, *, drafts: bool = False) -> dict[str, Any]:
    """The context of the page: its line, the one clear action, its activities, its documents, its sub-pages."""
    activities = tell(request, under([page.path]), at, drafts=drafts)
    pages = InformationPage.objects.child_of(page).live().order_by("path").only("title", "summary", "url_path")
    outcome = outcomes.of(page, activities, outcomes.row(page))
    return {
        "standing": words(activities, at, outcome),
        "outcome": outcome if outcome.href else None,
        "lead": rules.most_in_need(activities, at),
        "activities": activities,
        "steps": line(page, activities, at, outcome),
        "legal_notice": notice(page.kind),
        "subpages": [{"title": sub.title, "summary": sub.summary, "href": sub.get_url(request)} for sub in pages],
    }


def line(page: ProcessPage, activities: Sequence[Told], at: datetime, outcome: Outcome) -> list[dict[str, Any]]:
    """The marks of the process, as the elements `line` and `timeline` draw them."""
    steps = [Step(one.title, one.opens_at, one.closes_at, one.href, _detail(one, at)) for one in activities]
    last = outcomes.mark(outcome, at)
    milestones = [*page.told_milestones(), *([last] if last else [])]
    return [asdict(mark) for mark in draw(steps, milestones, localtime(at))]


def words(activities: Sequence[Told], at: datetime, outcome: Outcome) -> Standing:
    """The state of the whole process: that of what is open, else of what comes next, else its result."""
    state = rules.standing(activities, at)
    if lead := rules.most_in_need(activities, at):
        return lead.standing
    if state is rules.Standing.COMING:
        coming = rules.next_to_open(activities, at)
        detail = _("from %(when)s") % {"when": moment(coming.opens_at)} if coming and coming.opens_at else ""
        return Standing(KINDS[state], _("Opens soon") if detail else _("In preparation"), detail)
    return outcomes.standing(outcome, at)


def _detail(one: Told, at: datetime) -> str:
    """What stands under a step: the time left while it is open, its dates otherwise, a figure when it is over."""
    if one.opens_at is None:
        return _("in preparation")
    if one.is_open and one.closes_at:
        return left(one.closes_at, at)
    when = span(one.opens_at, one.closes_at, at)
    if one.closes_at and one.closes_at <= at and one.figures:
        return f"{one.figures[0].value} {one.figures[0].unit} · {when}"
    return when
