"""What stops an answer, in a sentence for the person."""

from __future__ import annotations

from collections.abc import Sequence

from consultations.surveys.rules.answers import AnswerRefused
from dreamplus.participation.errors import ParticipationError


class SurveyRefused(ParticipationError):
    """An act on a survey that cannot be done."""


class AnswersRefused(SurveyRefused):
    """Some answers cannot be taken: `refused` says which, and why."""

    def __init__(self, refused: Sequence[AnswerRefused], sentence: str) -> None:
        super().__init__(sentence)
        self.refused = list(refused)


class AnsweredAlready(SurveyRefused):
    """This person has answered, and what they gave can no longer be told from the others."""
