"""What a ballot may say: the rules of a poll, and the test that every ballot passes before it is kept or counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

YES, NO, ABSTAIN = "yes", "no", "abstain"
Choices = tuple[str, ...]
"""Codes in the order of the rules. An empty tuple is a blank vote."""


class Method(StrEnum):
    """How people choose."""

    SINGLE = "single"
    SEVERAL = "several"
    YES_NO = "yes-no"


class RulesRefused(ValueError):
    """Rules that cannot be: no option, twice the same code, more choices than options."""


class ChoiceRefused(ValueError):
    """A ballot that the rules do not allow. `code` or `limit` says where."""


class UnknownOption(ChoiceRefused):
    """A code that is not among the options."""


class RepeatedOption(ChoiceRefused):
    """The same code twice on one ballot."""


class TooManyChoices(ChoiceRefused):
    """More options than the rules allow."""


class TooFewChoices(ChoiceRefused):
    """Fewer options than the rules ask for, and the ballot is not blank."""


class BlankWithChoices(ChoiceRefused):
    """Marked blank and marked with options at once."""


@dataclass(frozen=True)
class Rules:
    """`least` and `most` bound the number of options on a ballot that is not blank. A blank vote is always allowed."""

    method: Method
    options: Choices
    least: int = 1
    most: int = 1

    def __post_init__(self) -> None:
        if len(set(self.options)) != len(self.options):
            raise RulesRefused("two options have the same code")
        if len(self.options) < 2:
            raise RulesRefused("a poll needs at least two options")
        if self.method == Method.YES_NO and self.options != (YES, NO, ABSTAIN):
            raise RulesRefused("the options of a yes-no poll are yes, no and abstain")
        if self.method != Method.SEVERAL and (self.least, self.most) != (1, 1):
            raise RulesRefused("this method takes exactly one option")
        if not 1 <= self.least <= self.most <= len(self.options):
            raise RulesRefused("the numbers of choices do not fit the number of options")

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the JSON of an activity. Raises `RulesRefused`."""
        try:
            method = Method(stored.get("method", Method.SINGLE))
            if method == Method.YES_NO:
                return cls(method, (YES, NO, ABSTAIN))
            options = tuple(str(code) for code in stored.get("options", ()))
            if method == Method.SINGLE:
                return cls(method, options)
            return cls(method, options, int(stored.get("least", 1)), int(stored.get("most", len(options))))
        except (TypeError, ValueError) as error:
            raise RulesRefused(str(error)) from None

    def stored(self) -> dict[str, Any]:
        """As `read` takes it."""
        return {"method": str(self.method), "options": list(self.options), "least": self.least, "most": self.most}


def check(rules: Rules, choices: Iterable[str]) -> Choices:
    """The ballot in its canonical form: codes in the order of the rules, empty when blank. Raises `ChoiceRefused`."""
    given = list(choices)
    known = set(rules.options)
    for code in given:
        if code not in known:
            raise UnknownOption(code)
    if len(set(given)) != len(given):
        raise RepeatedOption
    if not given:
        return ()
    if len(given) > rules.most:
        raise TooManyChoices(rules.most)
    if len(given) < rules.least:
        raise TooFewChoices(rules.least)
    return tuple(code for code in rules.options if code in set(given))
