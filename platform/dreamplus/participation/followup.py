"""What became of a contribution, told from its receipt. Each kind of receipt says how its story reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dreamplus.participation.models import Receipt


@dataclass(frozen=True)
class Step:
    """One point on the line of what became of it."""

    label: str
    detail: str = ""
    state: Literal["done", "now", "next"] = "done"
    href: str = ""


Teller = Callable[["Receipt"], list[Step]]
Finder = Callable[[str], "Receipt | None"]
_tellers: dict[str, Teller] = {}
_finders: list[Finder] = []


def register(kind: str, tell: Teller) -> None:
    """Declares how the story of receipts of that kind is told."""
    _tellers[kind] = tell


def register_finder(find: Finder) -> None:
    """Declares where else a normalised reference may be found; the receipt returned may be unsaved."""
    if find not in _finders:
        _finders.append(find)


def steps(receipt: Receipt) -> list[Step]:
    teller = _tellers.get(receipt.kind)
    return teller(receipt) if teller else []


def find(reference: str) -> Receipt | None:
    """The receipt of that normalised reference, wherever it is kept."""
    from dreamplus.participation.models import Receipt

    receipt = Receipt.objects.select_related("activity", "contribution").filter(reference=reference).first()
    if receipt is not None:
        return receipt
    return next((found for finder in _finders if (found := finder(reference))), None)
