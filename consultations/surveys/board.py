"""What the board of an activity offers for a survey, and what a survey lacks before it opens."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultations.surveys import sentences
from consultations.surveys.pages import KIND, SurveyPage
from consultations.surveys.rules.faults import faults
from consultations.surveys.services.building import questionnaire
from dreamplus.core import clock
from dreamplus.participation.enums import State
from dreamplus.participation.kinds import Action
from dreamplus.participation.models import Activity
from dreamplus.people.roles import Permission


def missing(activity: Activity) -> list[str]:
    """Every fault of its questions."""
    asked, language = questionnaire(activity), (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return [sentences.fault(one, asked, language) for one in faults(asked)]


def actions(activity: Activity) -> list[Action]:
    """The questions, their paper, the answers, the words in the page editor."""
    offered = [
        Action(_("The questions"), reverse("surveys:build", args=[activity.uuid])),
        Action(_("Print the questions"), reverse("surveys:paper", args=[activity.uuid])),
        Action(_("The answers"), reverse("surveys:responses", args=[activity.uuid])),
    ]
    page = SurveyPage.objects.filter(activity=activity).order_by("pk").values_list("pk", flat=True).first()
    if page is not None:
        offered.append(Action(_("Write the page"), reverse("wagtailadmin_pages:edit", args=[page])))
    return offered


def of_paper(activity: Activity, allowed: Callable[[Permission], bool]) -> list[Action]:
    """For who enters sheets, while they can be."""
    if activity.kind != KIND or not allowed(Permission.READ_PAPER):
        return []
    if activity.state(clock.now()) not in (State.OPEN, State.CLOSED):
        return []
    return [Action(_("Enter sheets of paper"), reverse("surveys:enter", args=[activity.uuid]))]
