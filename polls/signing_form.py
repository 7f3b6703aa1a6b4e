"""The numbers of those who signed a printed list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.people.rolls.models import Roll

MOST_SIGNATURES = 5_000
_NUMBER = re.compile("[0-9]{1,7}")


class SignaturesForm(forms.Form):
    """The list that was signed, where there are several, and the numbers of its lines."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers of those who signed"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5, "inputmode": "numeric", "spellcheck": "false"}),
        help_text=gettext_lazy("The numbers at the beginning of the lines, separated by spaces or commas: 4, 17, 23."),
        error_messages={"required": gettext_lazy("Write the numbers of the lines that bear a signature.")},
    )

    def __init__(self, *args: Any, rolls: Sequence[Roll], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rolls = {str(roll.uuid): roll for roll in rolls}
        if len(rolls) > 1:
            choices = [(uuid, roll.name) for uuid, roll in self.rolls.items()]
            self.fields["roll"] = forms.ChoiceField(label=gettext_lazy("List"), choices=choices)
            self.order_fields(["roll", "numbers"])

    @property
    def signed(self) -> Roll:
        """The list, once the form is valid."""
        uuid = self.cleaned_data.get("roll") or next(iter(self.rolls))
        return self.rolls[uuid]

    def clean_numbers(self) -> list[int]:
        words = re.split(r"[\s,;.]+", self.cleaned_data["numbers"].strip(" \t\r\n,;."))
        wrong = [word for word in words if not _NUMBER.fullmatch(word)]
        if wrong:
            raise forms.ValidationError(_("“%(word)s” is no number of a line.") % {"word": wrong[0][:40]})
        if len(words) > MOST_SIGNATURES:
            raise forms.ValidationError(_("Enter %(most)d numbers at a time, at most.") % {"most": MOST_SIGNATURES})
        numbers = Counter(map(int, words))
        twice = min((number for number, times in numbers.items() if times > 1), default=None)
        if twice is not None:
            raise forms.ValidationError(_("Number %(number)d is there twice: which one is it?") % {"number": twice})
        return list(numbers)
