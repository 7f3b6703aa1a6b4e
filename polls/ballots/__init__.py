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
from polls.ballots.reading import Line, read_back
from polls.rules import Choices, Kind, Rules
from polls.words import PollWords

__all__ = ["BLANK", "Ballot", "Line", "ballot_form", "read_back"]

_FORMS: Mapping[Kind, type[Ballot]] = {
    Kind.CHOICES: ChoicesBallot,
    Kind.GRADES: GradesBallot,
    Kind.RANKING: RankingBallot,
    Kind.POINTS: PointsBallot,
}


def ballot_form(
    rules: Rules,
    words: PollWords,
    *,
    sent: Any = None,
    choices: Choices | None = None,
    pictures: Mapping[str, ChoicePicture] = MappingProxyType({}),
) -> Ballot:
    """The form, filled with what was `sent` if anything was, else showing `choices` (an empty tuple is blank)."""
    form = _FORMS[rules.kind](sent, rules=rules, words=words, pictures=pictures)
    if choices is not None:
        form.initial = form.sent(choices)
    return form
