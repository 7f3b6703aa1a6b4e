"""What the board of an activity offers for a vote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from dreamplus.core import clock
from dreamplus.participation import board
from dreamplus.participation.enums import State
from dreamplus.participation.kinds import Action
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries as paper
from dreamplus.people.roles import Permission
from polls import levels
from polls.pages import PollPage
from polls.services.marking import may_be_marked, with_a_list

SHOWN = 5


def public_href(activity: Activity) -> str:
    return reverse("polls:vote", args=[activity.uuid])


def marks(activity: Activity, allowed: Callable[[Permission], bool]) -> list[Action]:
    """For who looks names up at the counter, where a list says who may: marks of paper, proxies."""
    if activity.kind != "poll" or not allowed(Permission.VOUCH):
        return []
    marked, proxied = may_be_marked(activity, clock.now()), bool(activity.rules.get("proxies"))
    if not (marked or proxied) or not with_a_list([activity]):
        return []
    mark = Action(_("Mark who votes on paper"), reverse("polls_staff:mark", args=[activity.uuid]))
    signed = Action(
        _("Places without a network: list and signatures"), reverse("polls_staff:sign", args=[activity.uuid])
    )
    proxies = Action(_("Log proxies"), reverse("polls_staff:proxies", args=[activity.uuid]))
    return [mark, signed] * marked + [proxies] * proxied


def to_mark(at: datetime) -> board.Panel | None:
    """Votes in which somebody at the counter is marked and given paper; nothing where there is none."""
    found = with_a_list(paper.on_paper(at).filter(kind="poll"))
    if not found:
        return None
    rows = [board.Row(one.title, reverse("polls_staff:mark", args=[one.uuid])) for one in found[:SHOWN]]
    return board.Panel(gettext_lazy("People vote on paper"), len(found), rows)


def actions(activity: Activity) -> list[Action]:
    """Words in the page editor, rules before opening, what is printed."""
    offered = []
    page = PollPage.objects.filter(activity=activity).order_by("pk").values_list("pk", flat=True).first()
    if page is not None:
        offered.append(Action(_("Write the page"), reverse("wagtailadmin_pages:edit", args=[page])))
    if activity.state(clock.now()) in (State.DRAFT, State.UPCOMING):  # the tick freezes up to a minute later
        offered.append(Action(_("Change the rules"), reverse("polls_staff:rules", args=[activity.uuid])))
        offered.append(Action(_("Ask several questions"), reverse("polls_staff:questions", args=[activity.uuid])))
    level = levels.of(activity)
    offered += level.actions(activity) if level else []
    if activity.scheduled_at is None:
        offered.append(Action(_("Open the vote"), reverse("polls_staff:open", args=[activity.uuid])))
    if page is not None and level is None:
        offered.append(Action(_("Questions of a meeting"), reverse("polls_staff:meeting", args=[_above(page)])))
    offered.append(Action(_("Poster with QR code"), reverse("polls_staff:poster", args=[activity.uuid])))
    if level is not None and not paper.stations(activity):
        return offered
    offered.append(Action(_("Paper ballot"), reverse("polls_staff:ballot", args=[activity.uuid])))
    offered.append(Action(_("Counting sheet"), reverse("polls_staff:sheet", args=[activity.uuid])))
    return offered


def _above(page: int) -> int:
    """The page under which that of the vote stands: its votes are the questions of a meeting."""
    path = PollPage.objects.values_list("path", flat=True).get(pk=page)
    return int(Page.objects.values_list("pk", flat=True).get(path=path[: -Page.steplen]))


def creation() -> Action:
    return Action(_("Write a new vote"), reverse("polls_staff:create"))
