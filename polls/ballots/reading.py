"""A choice read back to who made it, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.ballots.grades import tone
from polls.rules import Choices, Kind, Method, Rules, marks_of
from polls.words import PollWords


@dataclass(frozen=True)
class Line:
    """What the ballot says of one option; `tone` colours a grade; `is_said`: the person marked it."""

    label: str
    says: str = ""
    tone: str = ""
    is_said: bool = True


@dataclass(frozen=True)
class Answer:
    """What the ballot says to one question; no lines: it is blank."""

    question: str
    kind: str
    lines: list[Line]


def read_back(rules: Rules, words: PollWords, choices: Choices) -> list[Line]:
    """The lines of a ballot, none when it is blank; options left out are named where this means something."""
    marks = marks_of(choices)
    said = [option for option in words.options if option.code in marks]
    left = [option.label for option in words.options if option.code not in marks] if marks else []
    if rules.kind == Kind.CHOICES:
        return [Line(option.label) for option in said]
    if rules.kind == Kind.RANKING:
        ordered = sorted(said, key=lambda option: marks[option.code])
        ranked = [Line(option.label, _("rank %(rank)d") % {"rank": marks[option.code]}) for option in ordered]
        return [*ranked, *(Line(label, _("not ranked"), is_said=False) for label in left)]
    if rules.kind == Kind.POINTS:
        return [Line(option.label, _points(rules, marks[option.code])) for option in said]
    none = _("no grade: counts as rejected") if rules.method == Method.JUDGMENT else _("no answer")
    graded = [
        Line(option.label, words.grade(marks[option.code]), tone(rules.method, marks[option.code])) for option in said
    ]
    return [*graded, *(Line(label, none, is_said=False) for label in left)]


def _points(rules: Rules, mark: int) -> str:
    if rules.method == Method.QUADRATIC:
        told = ngettext("%(votes)d vote, which costs %(cost)d", "%(votes)d votes, which cost %(cost)d", mark)
        return told % {"votes": mark, "cost": mark**2}
    return ngettext("%(points)d point", "%(points)d points", mark) % {"points": mark}
