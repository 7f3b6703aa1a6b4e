"""A ballot that answers several questions: a form for each, checked and sent together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from polls.ballots.form import Ballot
from polls.rules import joined


class Ballots:
    """What a page and its list of errors need of a form; `cleaned_data["choices"]` answers all questions."""

    template = "polls/ballots/several.html"

    def __init__(self, parts: Sequence[Ballot]) -> None:
        self.parts = list(parts)

    def __iter__(self) -> Iterator[BoundField]:
        for part in self.parts:
            yield from part

    @property
    def is_bound(self) -> bool:
        return self.parts[0].is_bound

    @property
    def needs_script(self) -> bool:
        return any(part.needs_script for part in self.parts)

    @property
    def errors(self) -> dict[str, Any]:
        """By the name of the field in the page."""
        return {part.add_prefix(name): found for part in self.parts for name, found in part.errors.items()}

    def is_valid(self) -> bool:
        return not self.errors and self.is_bound

    @property
    def cleaned_data(self) -> dict[str, Any]:
        return {"choices": joined(part.cleaned_data["choices"] for part in self.parts)}

    def non_field_errors(self) -> list[str]:
        """Each says of which question it is."""
        return [
            _("Question %(number)d: %(error)s") % {"number": number, "error": error}
            for number, part in enumerate(self.parts, start=1)
            for error in part.non_field_errors()
        ]
