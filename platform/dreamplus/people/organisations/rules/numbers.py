"""The numbers by which France knows an organisation, checked without asking anybody. Plain Python.

RNA: the register of associations (arrêté du 14 octobre 2009): W, the code of the prefecture's office in three
characters, six digits. SIREN and SIRET (INSEE): 9 and 14 digits whose Luhn sum is a multiple of 10; La Poste's
establishments, all under 356 000 000, whose digits add up to a multiple of 5, but for its head office.
"""

from __future__ import annotations

import re
from enum import StrEnum

LA_POSTE, ITS_HEAD_OFFICE = "356000000", "35600000000048"
_RNA = re.compile(r"W[0-9][0-9A-Z][0-9][0-9]{6}")
_BETWEEN = re.compile(r"[\s.\-\u00a0\u202f]")


class Number(StrEnum):
    RNA = "RNA"
    SIREN = "SIREN"


class NumberRefused(ValueError):
    """It cannot be such a number: `reason` is `shape` or `sum`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(typed: str) -> tuple[Number, str]:
    """The register and the number in its one form; a SIRET is brought to the SIREN of its organisation.

    Raises `NumberRefused`.
    """
    number = _BETWEEN.sub("", typed).upper()
    if _RNA.fullmatch(number):
        return Number.RNA, number
    if not re.fullmatch(r"[0-9]{9}(?:[0-9]{5})?", number):
        raise NumberRefused("shape")
    if not _adds_up(number):
        raise NumberRefused("sum")
    return Number.SIREN, number[:9]


def written(register: str, number: str) -> str:
    """As people read it: `552 100 554`, `W591234567`."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if register == Number.SIREN else number


def _adds_up(number: str) -> bool:
    if len(number) == 14 and number.startswith(LA_POSTE) and number != ITS_HEAD_OFFICE:
        return sum(map(int, number)) % 5 == 0
    return luhn(number) and luhn(number[:9])


def luhn(number: str) -> bool:
    """Whether the digits pass Luhn's check."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
