"""The ballot as people fill it in: one form for each kind, by plain fields that need no script; and read back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dreamplus.theming.forms import ChoicePicture
from polls.ballots.choices import ChoicesBallot
from polls.ballots.form import BLANK, Ballot
from polls.ballots.grades import GradesBallot
from polls.ballots.points import PointsBallot
from polls.ballots.ranking import RankingBallot
from polls.ballots.reading import Answer, Line, read_back
from polls.ballots.several import Ballots
from polls.rules import Choices, Kind, Questions, parted
from polls.words import PollWords

__all__ = ["BLANK", "Answer", "Ballot", "Ballots", "Line", "ballot_form", "read_answers"]

_FORMS: Mapping[Kind, type[Ballot]] = {
    Kind.CHOICES: ChoicesBallot,
    Kind.GRADES: GradesBallot,
    Kind.RANKING: RankingBallot,
    Kind.POINTS: PointsBallot,
}


def ballot_form(
    questions: Questions,
    words: PollWords,
    *,
    sent: Any = None,
    choices: Choices | None = None,
    pictures: Mapping[str, ChoicePicture] = MappingProxyType({}),
) -> Ballot | Ballots:
    """The form, filled with what was `sent` if anything was, else showing `choices` (an empty tuple is blank)."""
    answers = [None] * len(questions) if choices is None else parted(choices, len(questions))
    parts = []
    for number, (rules, told, said) in enumerate(zip(questions, words.every, answers, strict=True), start=1):
        prefix = None if number == 1 else str(number)
        form = _FORMS[rules.kind](sent, prefix=prefix, rules=rules, words=told, pictures=pictures)
        if said is not None:
            form.initial = form.sent(said)
        parts.append(form)
    return parts[0] if len(parts) == 1 else Ballots(parts)


def read_answers(questions: Questions, words: PollWords, choices: Choices) -> list[Answer]:
    """What a legible ballot says, question by question."""
    answers = parted(choices, len(questions))
    return [
        Answer(told.question or told.title, rules.kind, read_back(rules, told, said))
        for rules, told, said in zip(questions, words.every, answers, strict=True)
    ]
