"""The words of a vote in one language: frozen ones once it has opened, the page's until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dreamplus.participation.models import Activity
from polls.pages import PollPage
from polls.rules import Method, Rules, RulesRefused
from polls.rules.ballots import ABSTAIN, NO, YES


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

    def label(self, code: str) -> str:
        return next((option.label for option in self.options if option.code == code), code)


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
    return {"title": page.title, "question": page.question, "options": options}


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
    return PollWords(language, words.get("title", activity.title), words.get("question", ""), options)
