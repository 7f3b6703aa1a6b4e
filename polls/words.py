"""The words of a vote in one language: frozen ones once it has opened, the page's until then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dreamplus.participation.models import Activity
from polls.pages import PollPage
from polls.rules import Method, Questions, RulesRefused, read_questions
from polls.rules.kinds import NO_OPINION
from polls.rules.poll import ABSTAIN, NO, YES
from polls.rules.questions import FURTHER


@dataclass(frozen=True)
class OptionWords:
    code: str
    label: str
    description: str = ""


@dataclass(frozen=True)
class PollWords:
    """What people read of a question, in `language`. Those of the first question know those of the others."""

    language: str
    title: str
    question: str
    options: tuple[OptionWords, ...]
    grades: Mapping[int, str] = field(default_factory=dict)
    further: tuple[PollWords, ...] = ()

    @property
    def every(self) -> tuple[PollWords, ...]:
        """Those of each question, in order."""
        return (self, *self.further)

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
    pages = list(
        PollPage.objects.filter(activity=activity).select_related("locale").prefetch_related("options", "further")
    )
    pages.sort(key=lambda page: page.pk)
    shown = [page for page in pages if page.live] or pages
    return {page.locale.language_code: _of_page(page, activity) for page in reversed(shown)}


def draft_questions(activity: Activity) -> Questions:
    """The rules as they would be frozen now: stored methods and numbers, codes of the first page. `RulesRefused`."""
    if activity.frozen_at is not None:
        return read_questions(activity.rules)
    page = PollPage.objects.filter(activity=activity).prefetch_related("options", "further").order_by("pk").first()
    if page is None:
        raise RulesRefused("no page")
    first, *further = stored_of(activity)
    if len(further) != len(page.further.all()):
        raise RulesRefused("questions without rules, or rules without a question")
    told = [one | {"options": _codes(page, number)} for number, one in enumerate([first, *further], start=1)]
    return read_questions(told[0] | {FURTHER: told[1:]})


def stored_of(activity: Activity) -> list[dict[str, Any]]:
    """What the activity holds of the rules of each question."""
    first = {name: value for name, value in activity.rules.items() if name != FURTHER}
    return [{"method": "single", **first}, *activity.rules.get(FURTHER, [])]


def apart(words: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The words by language of each question, from those of the vote; the title stands with each."""
    number = max((len(told.get(FURTHER, ())) for told in words.values()), default=0)
    first = {language: {name: one for name, one in told.items() if name != FURTHER} for language, told in words.items()}
    others = [
        {
            language: {"title": told["title"], **told[FURTHER][at]}
            for language, told in words.items()
            if at < len(told.get(FURTHER, ()))
        }
        for at in range(number)
    ]
    return [first, *others]


def together(questions: Sequence[Mapping[str, Mapping[str, Any]]]) -> dict[str, dict[str, Any]]:
    """The words of the vote by language, from those of each question: `apart` the other way round."""
    first, *others = questions
    found = {}
    for language, told in first.items():
        further = [{name: one for name, one in other[language].items() if name != "title"} for other in others]
        found[language] = {**told, **({FURTHER: further} if further else {})}
    return found


def _codes(page: PollPage, number: int) -> list[str]:
    return [option.code for option in page.options.all() if option.number == number]


def _of_page(page: PollPage, activity: Activity) -> dict[str, Any]:
    first, *further = stored_of(activity)
    words = {"title": page.title, "question": page.question, **_of_question(page, 1, first)}
    asked = list(page.further.all())
    told = [
        {"question": question.question, **_of_question(page, number, rules)}
        for number, (question, rules) in enumerate(zip(asked, further, strict=False), start=2)
    ]
    return words | ({FURTHER: told} if told else {})


def _of_question(page: PollPage, number: int, rules: Mapping[str, Any]) -> dict[str, Any]:
    language, method = page.locale.language_code, str(rules.get("method"))
    if method == Method.YES_NO:
        return {"options": _yes_no(language)}
    mine = [option for option in page.options.all() if option.number == number]
    options = {option.code: {"label": option.label, "description": option.description} for option in mine}
    grades = grades_in(language, method)
    return {"options": options} | ({"grades": {str(mark): told for mark, told in grades.items()}} if grades else {})


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
    stored = activity.rules if activity.frozen_at else {}
    orders: Iterable[Any] = [stored.get("options"), *(one["options"] for one in stored.get(FURTHER, ()))]
    title = words.get("title", activity.title)
    first, *others = [
        _question(language, title, told, order)
        for told, order in zip_longest([words, *words.get(FURTHER, ())], orders)
        if told is not None
    ]
    return replace(first, further=tuple(others))


def _question(language: str, title: str, words: Mapping[str, Any], order: Sequence[str] | None) -> PollWords:
    told = words.get("options", {})
    options = tuple(
        OptionWords(code, told.get(code, {}).get("label", code), told.get(code, {}).get("description", ""))
        for code in (order or told)
    )
    grades = {int(mark): str(label) for mark, label in words.get("grades", {}).items()}
    return PollWords(language, title, words.get("question", ""), options, grades)
