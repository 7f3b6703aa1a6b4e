"""What all ballots have: the question, the blank vote, and the choice that comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from dreamplus.theming.forms import ChoicePicture
from polls.rules import BlankWithChoices, ChoiceRefused, Choices, Rules, check, marks_of, written
from polls.sentences import choice_sentence, instruction
from polls.words import OptionWords, PollWords

BLANK = "~"
"""What the form sends for a blank vote: no option code can be this."""
_PREFIX = "mark-"


class Ballot(forms.Form):
    """`cleaned_data["choices"]` is a ballot as `polls.rules` takes it, empty when blank."""

    template: ClassVar[str]
    needs_script: ClassVar[bool] = True
    """Whether a script makes it easier to fill in."""

    def __init__(
        self,
        *args: Any,
        rules: Rules,
        words: PollWords,
        pictures: Mapping[str, ChoicePicture] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rules, self.words, self.pictures = rules, words, pictures
        self.question = words.question or words.title
        self.instruction = instruction(rules)

    def sent(self, choices: Choices) -> dict[str, Any]:
        """What a browser sends for those choices."""
        raise NotImplementedError


@dataclass(frozen=True)
class Row:
    """An option with the field that marks it."""

    option: OptionWords
    field: BoundField
    picture: ChoicePicture | None


class MarkedBallot(Ballot):
    """A field for each option, and a box for the blank vote."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for option in self.words.options:
            field = self.field_for(option)
            field.required, field.label = False, option.label
            self.fields[f"{_PREFIX}{option.code}"] = field
        self.fields["blank"] = forms.BooleanField(
            label=_("Blank vote"), required=False, help_text=_("It is counted apart and published.")
        )

    def field_for(self, option: OptionWords) -> forms.Field:
        raise NotImplementedError

    def sent(self, choices: Choices) -> dict[str, Any]:
        marks = {f"{_PREFIX}{code}": str(mark) for code, mark in marks_of(choices).items()}
        return marks or {"blank": "on"}

    @property
    def rows(self) -> Iterator[Row]:
        """As they are shown."""
        for option in self.words.options:
            yield Row(option, self[f"{_PREFIX}{option.code}"], self.pictures.get(option.code))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = {option.code: cleaned.get(f"{_PREFIX}{option.code}") for option in self.words.options}
        marks = {code: mark for code, mark in given.items() if mark not in (None, "", 0)}
        if self.errors:
            return cleaned
        try:
            if cleaned.get("blank") and marks:
                raise BlankWithChoices
            cleaned["choices"] = check(self.rules, written(marks))
        except ChoiceRefused as refused:
            self.add_error(None, choice_sentence(refused))
        else:
            if not cleaned["choices"] and not cleaned.get("blank"):
                self.add_error(None, _("Your ballot is empty: mark at least one option, or tick the blank vote."))
        return cleaned
