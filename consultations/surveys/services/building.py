"""An agent writes the questions, before the opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from consultations.surveys.pages import SurveyPage
from consultations.surveys.rules.questionnaire import Questionnaire
from dreamplus.cms.slugs import free_slug
from dreamplus.participation.models import Activity
from dreamplus.participation.services import set_dates, set_rules
from dreamplus.people.models import User

RULE = "questionnaire"


def questionnaire(activity: Activity) -> Questionnaire:
    """What the activity asks."""
    return Questionnaire.read(activity.rules.get(RULE, {}))


@transaction.atomic
def change(*, activity: Activity, to: Callable[[Questionnaire], Questionnaire], at: datetime) -> Questionnaire:
    """Replaces what is asked by what `to` makes of it, on the locked row. Raises `RulesFrozen` after the opening."""
    current = Activity.objects.select_for_update().get(pk=activity.pk)
    asked = to(questionnaire(current))
    set_rules(activity=activity, rules=current.rules | {RULE: asked.stored()}, at=at)
    return asked


@transaction.atomic
def create_survey(
    *,
    parent: Page,
    title: str,
    summary: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    asked: Questionnaire,
    by: User,
    at: datetime,
) -> SurveyPage:
    """A survey in draft under `parent`. Raises `DatesRefused`."""
    page = SurveyPage(
        title=title,
        slug=free_slug(parent, title, otherwise="questionnaire"),
        summary=summary,
        live=False,
        owner=by,
        locale=parent.locale,
        show_in_menus=False,
    )
    parent.add_child(instance=page)
    page.save_revision(user=by)
    if closes_at is not None:
        set_dates(activity=page.activity, opens_at=opens_at or at, closes_at=closes_at, at=at)
    change(activity=page.activity, to=lambda _before: asked, at=at)
    return page
