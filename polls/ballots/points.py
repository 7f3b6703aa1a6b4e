"""Points to share out, or votes that cost their square: a number for each option, and what is left."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from polls.ballots.form import MarkedBallot
from polls.rules import Method
from polls.words import OptionWords


class PointsBallot(MarkedBallot):
    """The numbers stay as they were typed when there are too many of them."""

    template = "polls/ballots/points.html"

    @property
    def is_quadratic(self) -> bool:
        return self.rules.method == Method.QUADRATIC

    def field_for(self, option: OptionWords) -> forms.Field:
        box = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "placeholder": 0, "class": "points-number"})
        return forms.IntegerField(
            widget=box,
            min_value=0,
            max_value=9999,
            error_messages={
                "invalid": _("Write a whole number."),
                "min_value": _("Points cannot be taken away: write 0 or more."),
                "max_value": _("There are not so many points."),
            },
        )
