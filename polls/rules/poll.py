"""The rules of a poll, as they are declared before it opens and published with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from polls.rules.kinds import HIGHEST_GRADE, KINDS, NO_OPINION, Kind, Method

YES, NO, ABSTAIN = "yes", "no", "abstain"
Choices = tuple[str, ...]
"""What a ballot bears, in the order of the rules: codes, or `code=mark` where the method asks for marks. Empty: blank.
"""

BY = ("sum", "mean", "median")
MOST_CREDITS = 100
HIGHEST_SCORE = 10
NUMBERS: Mapping[Method, tuple[str, ...]] = {
    Method.SEVERAL: ("least", "most"),
    Method.SCORE: ("top", "by"),
    Method.IRV: ("most",),
    Method.CONDORCET: ("most",),
    Method.STV: ("most", "seats"),
    Method.POINTS: ("credits",),
    Method.QUADRATIC: ("credits",),
}
"""What may be set beside the method; one that takes nothing is not named."""


class RulesRefused(ValueError):
    """Rules that cannot be: no option, twice the same code, more choices than options."""


@dataclass(frozen=True)
class Rules:
    """`least` and `most` bound how many options a ballot bears that is not blank; a blank vote is always allowed.

    `top`: the highest score (the lowest is 0). `by`: how scores are compared. `seats`: how many options are elected.
    `credits`: points that a ballot may give; for quadratic votes the sum of their squares.
    """

    method: Method
    options: Choices
    least: int = 1
    most: int = 1
    top: int = HIGHEST_GRADE
    by: str = "sum"
    seats: int = 1
    credits: int = 10

    def __post_init__(self) -> None:
        if len(set(self.options)) != len(self.options):
            raise RulesRefused("two options have the same code")
        if len(self.options) < 2:
            raise RulesRefused("a poll needs at least two options")
        if self.method == Method.YES_NO and self.options != (YES, NO, ABSTAIN):
            raise RulesRefused("the options of a yes-no poll are yes, no and abstain")
        if self.method in (Method.SINGLE, Method.YES_NO) and (self.least, self.most) != (1, 1):
            raise RulesRefused("this method takes exactly one option")
        if not 1 <= self.least <= self.most <= len(self.options):
            raise RulesRefused("the numbers of choices do not fit the number of options")
        if not 1 <= self.top <= HIGHEST_SCORE or self.by not in BY:
            raise RulesRefused("scores go from 0 to a number between 1 and 10, and are added, averaged or halved")
        if not 1 <= self.seats <= len(self.options):
            raise RulesRefused("more seats than options")
        if not 1 <= self.credits <= MOST_CREDITS:
            raise RulesRefused("a ballot gives between 1 and 100 points")

    @property
    def kind(self) -> Kind:
        return KINDS[self.method]

    @property
    def takes_equal_ranks(self) -> bool:
        return self.method == Method.CONDORCET

    @property
    def marks(self) -> tuple[int, ...]:
        """The grades or ranks that a ballot may give to an option, the best first; empty where it bears neither."""
        return {
            Method.SCORE: tuple(range(self.top, -1, -1)),
            Method.JUDGMENT: tuple(range(HIGHEST_GRADE, -1, -1)),
            Method.COLOURED: (*range(HIGHEST_GRADE, NO_OPINION, -1), NO_OPINION),
            Method.IRV: tuple(range(1, self.most + 1)),
            Method.CONDORCET: tuple(range(1, self.most + 1)),
            Method.STV: tuple(range(1, self.most + 1)),
        }.get(self.method, ())

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the JSON of an activity. Raises `RulesRefused`."""
        try:
            method = Method(stored.get("method", Method.SINGLE))
            if method == Method.YES_NO:
                return cls(method, (YES, NO, ABSTAIN))
            options = tuple(str(code) for code in stored.get("options", ()))
            most = 1 if method == Method.SINGLE else len(options)
            told = {name: stored[name] for name in NUMBERS.get(method, ()) if name in stored}
            numbers: dict[str, Any] = {name: value if name == "by" else int(value) for name, value in told.items()}
            return replace(cls(method, options, most=most), **numbers)
        except (TypeError, ValueError) as error:
            raise RulesRefused(str(error)) from None

    def stored(self) -> dict[str, Any]:
        """As `read` takes it: the numbers of this method and no others."""
        numbers = {name: getattr(self, name) for name in NUMBERS.get(self.method, ())}
        if self.kind == Kind.CHOICES:
            numbers = {"least": self.least, "most": self.most}
        return {"method": str(self.method), "options": list(self.options), **numbers}
