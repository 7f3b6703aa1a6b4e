"""Forms of the count on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.participation.paper.services import MOST_ALIKE


class Papers(forms.IntegerField):
    """How many papers there are; `empty` is what is said when nothing was written."""

    def __init__(self, *, empty: Any = "", min_value: int = 0, **kwargs: Any) -> None:
        least = gettext_lazy("Write 1 or more.") if min_value else gettext_lazy("Write 0 or more.")
        said = {"required": empty, "invalid": gettext_lazy("Write a whole number."), "min_value": least}
        box = forms.NumberInput(attrs={"inputmode": "numeric"})
        super().__init__(min_value=min_value, max_value=MOST_ALIKE, widget=box, error_messages=said, **kwargs)


class StationsForm(forms.Form):
    """Where people vote on paper, one place a line."""

    stations = forms.CharField(
        label=gettext_lazy("Places, one a line"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("“Town hall”, “Market stall”… Each has its own box. Empty: nobody votes on paper."),
    )

    @property
    def names(self) -> list[str]:
        """Once the form is valid."""
        return [line.strip() for line in self.cleaned_data["stations"].splitlines() if line.strip()]


class AlikeForm(forms.Form):
    """How many ballots say exactly the same."""

    number = Papers(
        label=gettext_lazy("How many ballots say exactly this?"),
        min_value=1,
        initial=1,
        empty=gettext_lazy("Write how many ballots say this."),
    )


class FileForm(forms.Form):
    """A spreadsheet saved as CSV."""

    file = forms.FileField(
        label=gettext_lazy("File, as CSV"),
        help_text=gettext_lazy("One line for ballots that say the same. What it says is added to what you wrote down."),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


class SumForm(forms.Form):
    """Papers counted once more: as many as were written down, void ones besides."""

    void = Papers(
        label=gettext_lazy("Void ballots"),
        initial=0,
        help_text=gettext_lazy("Torn, signed, or that say what the rules do not allow. A blank ballot is not void."),
        empty=gettext_lazy("Write 0 if there is none."),
    )
    found = Papers(
        label=gettext_lazy("Ballots in the batch, all of them"),
        help_text=gettext_lazy("Count the papers once more: this number must be the sum of what you wrote down."),
        empty=gettext_lazy("Count the papers in the batch."),
    )

    def __init__(self, *args: Any, written: int = 0, known_void: int | None = None, **kwargs: Any) -> None:
        """`written`: ballots written down so far, void ones left out. `known_void`: how many of those there are, where
        they have been counted by batches: they are not asked."""
        super().__init__(*args, **kwargs)
        self.written, self.known_void = written, known_void
        if known_void is not None:
            del self.fields["void"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        void, found = cleaned.get("void", self.known_void), cleaned.get("found")
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


class FinishForm(SumForm):
    """What remains to be said once the box is empty."""

    found = Papers(
        label=gettext_lazy("Ballots in the box, all of them"),
        help_text=gettext_lazy("Count the papers once more: this number must be the sum of what you wrote down."),
        empty=gettext_lazy("Count the papers in the box."),
    )
    signed = Papers(
        label=gettext_lazy("Signatures on the list of voters"),
        required=False,
        help_text=gettext_lazy("Empty: nobody signed, there was no list."),
    )
    remarks = forms.CharField(
        label=gettext_lazy("Remarks, for the minutes"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
