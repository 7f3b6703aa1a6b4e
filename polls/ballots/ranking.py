"""An order of preference: a rank for each option in a list of its own; with a script, buttons that move the cards."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _

from polls.ballots.form import MarkedBallot, Row
from polls.words import OptionWords


class RankingBallot(MarkedBallot):
    """Options already ranked come first, in their order: that is how the script finds them, and how one reads them."""

    template = "polls/ballots/ranking.html"

    def field_for(self, option: OptionWords) -> forms.Field:
        ranks = [(str(rank), str(rank)) for rank in self.rules.marks]
        refused = {"invalid_choice": _("This rank does not exist. Please choose again.")}
        return forms.ChoiceField(choices=[("", _("Not ranked")), *ranks], error_messages=refused)

    @property
    def rows(self) -> Iterator[Row]:
        rows = list(super().rows)
        last = len(rows) + 1
        yield from sorted(
            rows, key=lambda row: int(value) if (value := str(row.field.value() or "")).isdecimal() else last
        )
