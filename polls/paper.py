"""How the ballots of a vote are written down from paper: the same ballot that people fill in on a screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dreamplus.core.text import fold
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.readers import HeapRefused
from polls.ballots import Ballot, Ballots, Line, ballot_form, read_answers
from polls.rules import ChoiceRefused, Kind, Questions, Rules, check_answers, joined, read_questions
from polls.sentences import choice_sentence
from polls.words import PollWords, words_of

_TICKED = dict.fromkeys(("x", "1", "oui", "yes", "ja"), True) | dict.fromkeys(("0", "non", "no", "nee"), False)
_MARK = re.compile("[0-9]{1,4}")


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

    def sheet(self, activity: Activity) -> BallotSheet:
        return BallotSheet(read_questions(activity.rules), _words(activity))


class BallotSheet:
    """A `participation.paper.readers.Sheet`: a column an option, numbered where its question is not the first."""

    def __init__(self, questions: Questions, words: PollWords) -> None:
        self.questions = questions
        self.asked = words.every
        self.named = [_named(number, asked) for number, asked in enumerate(self.asked, start=1)]

    @property
    def columns(self) -> list[str]:
        return [column for named in self.named for column in named.values()]

    def words(self, cells: Mapping[str, str]) -> str:
        answers = [
            tuple(filter(None, (_word(rules, words, code, cells[column], column) for code, column in named.items())))
            for rules, words, named in zip(self.questions, self.asked, self.named, strict=True)
        ]
        try:
            return " ".join(joined(check_answers(self.questions, joined(answers))))
        except ChoiceRefused as refused:
            raise HeapRefused(choice_sentence(refused)) from None


def _named(number: int, asked: PollWords) -> dict[str, str]:
    """The column of each option, by its code; the code too where two options have the same words."""
    labels = [option.label for option in asked.options]
    which = "" if number == 1 else f"{number}. "
    return {
        option.code: f"{which}{option.label}" + (f" ({option.code})" if labels.count(option.label) > 1 else "")
        for option in asked.options
    }


def _word(rules: Rules, words: PollWords, code: str, typed: str, column: str) -> str:
    """What a cell says of an option, as a ballot bears it; nothing where it is empty. A cross is “x” or 1; a grade is
    its words or its number; ranks and points are numbers."""
    if not typed:
        return ""
    if rules.kind == Kind.CHOICES:
        if (ticked := _TICKED.get(fold(typed))) is not None:
            return code if ticked else ""
    else:
        grades = {fold(label): mark for mark, label in words.grades.items()}
        if (mark := grades.get(fold(typed), typed)) != typed or _MARK.fullmatch(typed):
            return f"{code}={int(mark)}"
    told = {"typed": typed[:40], "column": column}
    raise HeapRefused(_("“%(typed)s” under “%(column)s” is nothing that this ballot can say.") % told)


def _words(activity: Activity) -> PollWords:
    return words_of(activity, translation.get_language() or "")


def _said(line: Line) -> str:
    return f"{line.label} ({line.says})" if line.says else line.label
