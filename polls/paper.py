"""How the ballots of a vote are written down from paper: the same ballot that people fill in on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dreamplus.core.text import fold
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.readers import HeapRefused
from polls.ballots import Ballot, Ballots, Line, ballot_form, read_answers
from polls.rules import ChoiceRefused, Kind, Rules, check_answers, joined, read_questions
from polls.sentences import choice_sentence
from polls.words import PollWords, words_of

_TICKED = {
    "x": True,
    "1": True,
    "oui": True,
    "yes": True,
    "ja": True,
    "0": False,
    "non": False,
    "no": False,
    "nee": False,
}


class BallotReader:
    """A `participation.paper.readers.Reader`."""

    style = "polls/polls.css"

    def form(self, activity: Activity, sent: Any = None) -> Ballot | Ballots:
        return ballot_form(read_questions(activity.rules), _words(activity), sent=sent)

    def told(self, activity: Activity, words: str) -> str:
        answers = read_answers(read_questions(activity.rules), _words(activity), tuple(words.split()))
        lines = [[_said(line) for line in answer.lines if line.is_said] for answer in answers]
        told = [", ".join(one) or _("Blank vote") for one in lines]
        if len(told) == 1:
            return told[0]
        return " · ".join(f"{number}. {said}" for number, said in enumerate(told, start=1))

    def columns(self, activity: Activity) -> list[str]:
        """The options; those of a question after the first bear its number."""
        return [column for asked in _columns(activity) for column in asked.values()]

    def heap(self, activity: Activity, cells: Mapping[str, str]) -> str:
        questions, words = read_questions(activity.rules), _words(activity)
        answers = [
            tuple(
                word
                for code, column in columns.items()
                if (word := _word(rules, told, code, cells[column].strip(), column))
            )
            for rules, told, columns in zip(questions, words.every, _columns(activity), strict=True)
        ]
        try:
            return " ".join(joined(check_answers(questions, joined(answers))))
        except ChoiceRefused as refused:
            raise HeapRefused(choice_sentence(refused)) from None


def _columns(activity: Activity) -> list[dict[str, str]]:
    """For each question, the column of each option by its code."""
    return [
        {option.code: option.label if number == 1 else f"{number}. {option.label}" for option in asked.options}
        for number, asked in enumerate(_words(activity).every, start=1)
    ]


def _word(rules: Rules, words: PollWords, code: str, typed: str, column: str) -> str:
    """What a cell says of an option, as a ballot bears it; nothing where it is empty. A cross is “x” or 1; a grade is
    its words or its number; ranks and points are numbers."""
    if not typed:
        return ""
    if rules.kind == Kind.CHOICES and fold(typed) in _TICKED:
        return code if _TICKED[fold(typed)] else ""
    grades = {fold(label): mark for mark, label in words.grades.items()}
    if rules.kind != Kind.CHOICES and ((typed.isascii() and typed.isdigit()) or fold(typed) in grades):
        return f"{code}={int(grades.get(fold(typed), typed[:4]))}"
    told = {"typed": typed[:40], "column": column}
    raise HeapRefused(_("“%(typed)s” under “%(column)s” is nothing that this ballot can say.") % told)


def _words(activity: Activity) -> PollWords:
    return words_of(activity, translation.get_language() or "")


def _said(line: Line) -> str:
    return f"{line.label} ({line.says})" if line.says else line.label
