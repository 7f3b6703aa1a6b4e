"""Forms of the count on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.participation.paper.services import MOST_ALIKE, MOST_STATIONS

_WHOLE = {"invalid": gettext_lazy("Write a whole number."), "min_value": gettext_lazy("Write 0 or more.")}


class StationsForm(forms.Form):
    """Where people vote on paper, one place a line."""

    stations = forms.CharField(
        label=gettext_lazy("Places, one a line"),
        required=False,
        max_length=MOST_STATIONS * 90,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("“Town hall”, “Market stall”… Each has its own box. Empty: nobody votes on paper."),
    )

    @property
    def names(self) -> list[str]:
        """Once the form is valid."""
        return [line.strip() for line in self.cleaned_data["stations"].splitlines() if line.strip()]


class AlikeForm(forms.Form):
    """How many ballots say exactly the same."""

    number = forms.IntegerField(
        label=gettext_lazy("How many ballots say exactly this?"),
        min_value=1,
        max_value=MOST_ALIKE,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Write how many ballots say this."),
            "invalid": gettext_lazy("Write a whole number."),
            "min_value": gettext_lazy("Write 1 or more."),
        },
    )


class FinishForm(forms.Form):
    """What remains to be said once the box is empty."""

    void = forms.IntegerField(
        label=gettext_lazy("Void ballots"),
        min_value=0,
        max_value=MOST_ALIKE,
        initial=0,
        help_text=gettext_lazy("Torn, signed, or that say what the rules do not allow. A blank ballot is not void."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Write 0 if there is none."), **_WHOLE},
    )
    signed = forms.IntegerField(
        label=gettext_lazy("Signatures on the list of voters"),
        min_value=0,
        max_value=MOST_ALIKE,
        required=False,
        help_text=gettext_lazy("Empty: nobody signed, there was no list."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=_WHOLE,
    )
    remarks = forms.CharField(
        label=gettext_lazy("Remarks, for the minutes"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    found = forms.IntegerField(
        label=gettext_lazy("Ballots in the box, all of them"),
        min_value=0,
        max_value=MOST_ALIKE,
        help_text=gettext_lazy("Count the papers once more: this number must be the sum of what you wrote down."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Count the papers in the box."), **_WHOLE},
    )
    field_order = ("void", "found", "signed", "remarks")

    def __init__(self, *args: Any, written: int = 0, **kwargs: Any) -> None:
        """`written`: ballots written down so far, void ones left out."""
        super().__init__(*args, **kwargs)
        self.written = written

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        void, found = cleaned.get("void"), cleaned.get("found")
        if void is not None and found is not None and self.written + void != found:
            told = {"written": self.written, "void": void, "sum": self.written + void, "found": found}
            self.add_error(
                "found",
                _(
                    "Written down: %(written)d. Void: %(void)d. That makes %(sum)d, and not %(found)d. "
                    "Count the papers again, or look for the missing heap."
                )
                % told,
            )
        return cleaned
