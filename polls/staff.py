"""What the board of an activity offers for a vote."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dreamplus.core import clock
from dreamplus.participation.enums import State
from dreamplus.participation.kinds import Action
from dreamplus.participation.models import Activity
from polls.pages import PollPage


def public_href(activity: Activity) -> str:
    return reverse("polls:vote", args=[activity.uuid])


def actions(activity: Activity) -> list[Action]:
    """Words in the page editor, rules before opening, what is printed."""
    offered = []
    page = PollPage.objects.filter(activity=activity).order_by("pk").values_list("pk", flat=True).first()
    if page is not None:
        offered.append(Action(_("Write the page"), reverse("wagtailadmin_pages:edit", args=[page])))
    if activity.state(clock.now()) in (State.DRAFT, State.UPCOMING):  # the tick freezes up to a minute later
        offered.append(Action(_("Change the rules"), reverse("polls_staff:rules", args=[activity.uuid])))
    if activity.scheduled_at is None:
        offered.append(Action(_("Open the vote"), reverse("polls_staff:open", args=[activity.uuid])))
    offered.append(Action(_("Poster with QR code"), reverse("polls_staff:poster", args=[activity.uuid])))
    offered.append(Action(_("Paper ballot"), reverse("polls_staff:ballot", args=[activity.uuid])))
    offered.append(Action(_("Counting sheet"), reverse("polls_staff:sheet", args=[activity.uuid])))
    return offered


def creation() -> Action:
    return Action(_("Write a new vote"), reverse("polls_staff:create"))
