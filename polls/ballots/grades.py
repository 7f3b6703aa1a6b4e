"""A grade, a colour or a score for each option: a row of buttons under each, as wide as a thumb."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from polls.ballots.form import MarkedBallot
from polls.rules import Method
from polls.words import OptionWords

TONES = {
    Method.JUDGMENT: dict(zip(range(5, -1, -1), range(1, 7), strict=True)),
    Method.COLOURED: {5: 1, 4: 2, 3: 3, 2: 5, 1: 6, 0: 0},
}
"""The colour of each grade in the sheet of styles: from 1 (green) to 6 (red); 0 is grey."""


def tone(rules_method: str, mark: int | None) -> str:
    """The class of a grade; none for scores, whose numbers say enough."""
    tones = TONES.get(Method(rules_method), {})
    return f"tone-{tones[mark]}" if mark is not None and mark in tones else ""


class GradesBallot(MarkedBallot):
    """Radio buttons: the grades, the best first, then “no answer”, which is where everybody begins."""

    template = "polls/ballots/grades.html"

    def field_for(self, option: OptionWords) -> forms.Field:
        none = {Method.JUDGMENT: _("No grade"), Method.SCORE: _("No score")}.get(self.rules.method, _("No answer"))
        offered = [(str(mark), self.words.grade(mark)) for mark in self.rules.marks]
        refused = {"invalid_choice": _("This grade does not exist. Please choose again.")}
        return forms.ChoiceField(
            choices=[*offered, ("", none)], widget=forms.RadioSelect, initial="", error_messages=refused
        )

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Each row with its buttons and their colours."""
        tones = {str(mark): tone(self.rules.method, mark) for mark in self.rules.marks}
        return [
            {"row": row, "buttons": [(button, tones.get(button.data["value"], "")) for button in row.field]}
            for row in self.rows
        ]
