"""How the ballots of a vote are written down from paper: the same ballot that people fill in on a screen."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from dreamplus.participation.models import Activity
from polls.ballots import Ballot, Ballots, Line, ballot_form, read_answers
from polls.rules import read_questions
from polls.words import PollWords, words_of


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


def _words(activity: Activity) -> PollWords:
    return words_of(activity, translation.get_language() or "")


def _said(line: Line) -> str:
    return f"{line.label} ({line.says})" if line.says else line.label
