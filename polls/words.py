"""The words of a vote in one language: frozen ones once it has opened, the page's until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dreamplus.participation.models import Activity
from polls.pages import PollPage
from polls.rules import Method, Rules, RulesRefused
from polls.rules.kinds import NO_OPINION
from polls.rules.poll import ABSTAIN, NO, YES


@dataclass(frozen=True)
class OptionWords:
    code: str
    label: str
    description: str = ""


@dataclass(frozen=True)
class PollWords:
    """What people read, in `language`."""

    language: str
    title: str
    question: str
    options: tuple[OptionWords, ...]
    grades: Mapping[int, str] = field(default_factory=dict)

    def label(self, code: str) -> str:
        return next((option.label for option in self.options if option.code == code), code)

    def grade(self, mark: int) -> str:
        """A grade in words where it has some, else its number."""
        return self.grades.get(mark, str(mark))


def words_of(activity: Activity, language: str) -> PollWords:
    """The words in `language`, or in the site's when the vote was not translated into it."""
    available = activity.rules.get("frozen", {}).get("words") or collect(activity)
    chosen = next((code for code in (language, settings.LANGUAGE_CODE) if code in available), None)
    if chosen is None:
        chosen = next(iter(available), "")
    return _read(activity, chosen, available.get(chosen, {}))


def languages(activity: Activity) -> list[str]:
    """The languages in which the vote can be read."""
    return list(activity.rules.get("frozen", {}).get("words") or collect(activity))


def collect(activity: Activity) -> dict[str, dict[str, Any]]:
    """The words by language, from the pages: published ones, or drafts when none is."""
    pages = list(PollPage.objects.filter(activity=activity).select_related("locale").prefetch_related("options"))
    pages.sort(key=lambda page: page.pk)
    shown = [page for page in pages if page.live] or pages
    return {page.locale.language_code: _of_page(page, activity) for page in reversed(shown)}


def draft_rules(activity: Activity) -> Rules:
    """The rules as they would be frozen now: stored method and numbers, codes of the first page. `RulesRefused`."""
    if activity.frozen_at is not None or activity.rules.get("method") == Method.YES_NO:
        return Rules.read(activity.rules)
    page = PollPage.objects.filter(activity=activity).order_by("pk").first()
    if page is None:
        raise RulesRefused("no page")
    codes = [option.code for option in page.options.all()]
    return Rules.read({"method": "single", **activity.rules, "options": codes})


def _of_page(page: PollPage, activity: Activity) -> dict[str, Any]:
    if activity.rules.get("method") == Method.YES_NO:
        options = _yes_no(page.locale.language_code)
    else:
        options = {o.code: {"label": o.label, "description": o.description} for o in page.options.all()}
    words = {"title": page.title, "question": page.question, "options": options}
    grades = grades_in(page.locale.language_code, str(activity.rules.get("method")))
    return words | ({"grades": {str(mark): label for mark, label in grades.items()}} if grades else {})


def grades_in(language: str, method: str) -> dict[int, str]:
    """The grades of a method in words, the best first; none where they are numbers or there are none."""
    with translation.override(language):
        if method == Method.JUDGMENT:
            return {
                5: _("Excellent"),
                4: _("Very good"),
                3: _("Good"),
                2: _("Fairly good"),
                1: _("Passable"),
                0: _("To be rejected"),
            }
        if method == Method.COLOURED:
            return {
                5: _("I fully agree"),
                4: _("I rather agree"),
                3: _("I am divided"),
                2: _("I rather disagree"),
                1: _("I fully disagree"),
                NO_OPINION: _("No opinion"),
            }
    return {}


def _yes_no(language: str) -> dict[str, dict[str, str]]:
    with translation.override(language):
        return {
            YES: {"label": _("Yes"), "description": ""},
            NO: {"label": _("No"), "description": ""},
            ABSTAIN: {"label": _("I abstain"), "description": _("You take part without choosing; counted apart.")},
        }


def _read(activity: Activity, language: str, words: Mapping[str, Any]) -> PollWords:
    told = words.get("options", {})
    order = activity.rules.get("options") if activity.frozen_at else None
    options = tuple(
        OptionWords(code, told.get(code, {}).get("label", code), told.get(code, {}).get("description", ""))
        for code in (order or told)
    )
    grades = {int(mark): str(label) for mark, label in words.get("grades", {}).items()}
    return PollWords(language, words.get("title", activity.title), words.get("question", ""), options, grades)
