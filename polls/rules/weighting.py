"""What a ballot counts for, where it is not one vote: votes that the list gives, votes carried for others by proxy.

Declared before the opening, frozen and published with the rules, with what it costs: a rare number of votes can tell
whose ballot it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from polls.rules.poll import RulesRefused

MOST_PROXIES = 2


@dataclass(frozen=True)
class Weighting:
    """`by_roll`: each line votes with the number of votes that its list says. `proxies`: how many people somebody may
    vote for besides; 0: nobody, as everywhere where nothing else is said."""

    by_roll: bool = False
    proxies: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.proxies <= MOST_PROXIES:
            raise RulesRefused("one or two proxies, or none")

    def __bool__(self) -> bool:
        """Whether a ballot may count for more than one vote."""
        return self.by_roll or self.proxies > 0

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the JSON of an activity. Raises `RulesRefused`."""
        try:
            return cls(stored.get("by_roll", False) is True, int(stored.get("proxies", 0)))
        except (TypeError, ValueError) as error:
            raise RulesRefused(str(error)) from None

    def stored(self) -> dict[str, Any]:
        """As `read` takes it; nothing where each person has one vote."""
        told: dict[str, Any] = {"by_roll": True} if self.by_roll else {}
        return told | ({"proxies": self.proxies} if self.proxies else {})
