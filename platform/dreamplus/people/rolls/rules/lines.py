"""One line of a file: what it says, or what is wrong with it. Plain Python.

Faults are codes; `faults.py` turns them into sentences.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dreamplus.core.text import fold
from dreamplus.people.names import NameRefused, clean_name
from dreamplus.people.rolls.rules import sizes

_FORMULA = "=+-@|＝＋－＠"
_SPOILED = re.compile("�|Ã[\x80-¿©¨ª«®´¢§¯‰Š‹ˆ‡]|â€")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?")
_EMAIL = re.compile(r"[^\s@,;<>\"()\[\]]+@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,}")
_NUMBER = re.compile("[0-9]{1,9}")
_IDENTIFIER = re.compile(r"[^\W_][\w./ \-]*")


@dataclass(frozen=True)
class Fault:
    """`code` names the sentence; `part` the column as we call it; `value` what was read; `other` an earlier line."""

    code: str
    part: str = ""
    value: str = ""
    other: int = 0


@dataclass(frozen=True)
class Person:
    """What is kept of a line. `born` is the day or year as written, to tell namesakes apart; it is not stored."""

    name: str
    birth_year: int | None
    area: str
    address: str
    email: str
    identifier: str
    born: str
    votes: int = 1


@dataclass
class Reader:
    """Reads the lines of one file in order and remembers them enough to see one twice. `areas`: the codes of
    the place's quarters by folded name; none: a quarter is kept as it is written."""

    today: date
    areas: Mapping[str, str] = field(default_factory=dict)
    _seen: dict[bytes, int] = field(default_factory=dict)

    def read(self, line: int, cells: Mapping[str, list[str]]) -> tuple[Person | None, list[Fault]]:
        """The person of line `line` and what is wrong with it; None when something is."""
        faults: list[Fault] = []
        name = self._name(cells, faults)
        birth_year, born = self._born(_first(cells, "birth"), faults)
        area = self._area(_first(cells, "area"), faults)
        address = _address(cells.get("address", []), faults)
        email = _email(_first(cells, "email"), faults)
        identifier = _identifier(_first(cells, "identifier"), faults)
        votes = _votes(_first(cells, "votes"), faults)
        person = Person(name, birth_year, area, address, email, identifier, born, votes)
        if not faults:
            faults = self._twice(line, person)
        return (None, faults) if faults else (person, [])

    def _name(self, cells: Mapping[str, list[str]], faults: list[Fault]) -> str:
        last, first = _first(cells, "last_name"), _first(cells, "first_name")
        typed = " ".join(part for part in (first, last) if part)
        if not last:
            faults.append(Fault("name_missing", "last_name"))
        for part, value in (("last_name", last), ("first_name", first)):
            if value and value[0] in _FORMULA:
                faults.append(Fault("formula", part, value))
                return ""
        name = _clean(typed, "last_name", faults)
        if name and last and not any(character.isalpha() for character in last):
            faults.append(Fault("name_without_letters", "last_name", last))
        elif len(name) > sizes.NAME:
            faults.append(Fault("too_long", "last_name", typed))
        return name

    def _born(self, typed: str, faults: list[Fault]) -> tuple[int | None, str]:
        if not typed:
            return None, ""
        if typed.isascii() and typed.isdigit():
            return self._year(int(typed), typed, faults) if len(typed) == 4 else _no_date(typed, faults)
        if _SHORT_YEAR.fullmatch(typed):
            faults.append(Fault("birth_short_year", "birth", typed))
            return None, ""
        if match := _DAY_FIRST.fullmatch(typed):
            day, month, year = (int(part) for part in match.groups())
        elif match := _YEAR_FIRST.fullmatch(typed):
            year, month, day = (int(part) for part in match.groups())
        else:
            return _no_date(typed, faults)
        try:
            born = date(year, month, day)
        except ValueError:
            faults.append(Fault("birth_impossible", "birth", typed))
            return None, ""
        if born > self.today:
            faults.append(Fault("birth_future", "birth", typed))
            return None, ""
        found, _shown = self._year(year, typed, faults)
        return found, born.isoformat()

    def _year(self, year: int, typed: str, faults: list[Fault]) -> tuple[int | None, str]:
        if year > self.today.year:
            faults.append(Fault("birth_future", "birth", typed))
        elif year < sizes.OLDEST:
            faults.append(Fault("birth_too_early", "birth", typed))
        else:
            return year, str(year)
        return None, ""

    def _area(self, typed: str, faults: list[Fault]) -> str:
        area = _plain(typed, "area", sizes.AREA, faults)
        if area and self.areas:
            if fold(area) in self.areas:
                return self.areas[fold(area)]
            faults.append(Fault("area_unknown", "area", typed))
        return area

    def _twice(self, line: int, person: Person) -> list[Fault]:
        keys = [
            ("line_twice", "last_name", person.name, "\0".join((fold(person.name), person.born, fold(person.area))))
        ]
        if person.identifier:  # two namesakes of one year are two people when the town hall numbers them apart
            keys = [("identifier_twice", "identifier", person.identifier, fold(person.identifier))]
        if person.email:
            keys.append(("email_twice", "email", person.email, person.email))
        faults = []
        for code, part, value, key in keys:
            digest = hashlib.blake2b(f"{code}\0{key}".encode(), digest_size=12).digest()
            other = self._seen.setdefault(digest, line)
            if other != line:
                faults.append(Fault(code, part, value, other))
        return faults


def canonical(number: int, person: Person) -> bytes:
    """What a line adds to the hash of a list: its members in order, each ended by a character no member may hold. The
    number of votes stands last, where it is not one."""
    members = [str(number), person.name, str(person.birth_year or ""), person.area, person.email, person.identifier]
    members += [str(person.votes)] if person.votes != 1 else []
    return "\x1f".join(members).encode() + b"\n"


def opening(uuid: str, nonce: str) -> bytes:
    """What stands before the lines: the form, the list, and a secret that keeps guesses from being confirmed."""
    return f"dream-roll/1\x1f{uuid}\x1f{nonce}\n".encode()


def _first(cells: Mapping[str, list[str]], part: str) -> str:
    return next((value for value in cells.get(part, []) if value), "")


def _no_date(typed: str, faults: list[Fault]) -> tuple[None, str]:
    serial = typed.isascii() and typed.isdigit() and len(typed) == 5
    faults.append(Fault("birth_serial" if serial else "birth_unreadable", "birth", typed))
    return None, ""


def _clean(typed: str, part: str, faults: list[Fault]) -> str:
    if _SPOILED.search(typed):
        faults.append(Fault("spoiled", part, typed))
        return ""
    try:
        return clean_name(typed)
    except NameRefused:
        turned = any(
            character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f" for character in typed
        )
        faults.append(Fault("turned_text" if turned else "hidden_characters", part, typed))
        return ""


def _plain(typed: str, part: str, longest: int, faults: list[Fault]) -> str:
    if typed and typed[0] in _FORMULA:
        faults.append(Fault("formula", part, typed))
        return ""
    found = _clean(typed, part, faults)
    if len(found) > longest:
        faults.append(Fault("too_long", part, typed))
    return found


def _address(typed: Iterable[str], faults: list[Fault]) -> str:
    lines = [
        line for cell in typed for line in cell.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()
    ]
    if len(lines) > sizes.ADDRESS_LINES:
        faults.append(Fault("address_lines", "address", " / ".join(lines)))
        return ""
    found = "\n".join(_plain(line, "address", sizes.ADDRESS, faults) for line in lines)
    if len(found) > sizes.ADDRESS and not faults:
        faults.append(Fault("too_long", "address", " / ".join(lines)))
    return found


def _email(typed: str, faults: list[Fault]) -> str:
    if not typed:
        return ""
    if len(typed) > sizes.EMAIL:
        faults.append(Fault("too_long", "email", typed))
    elif not _EMAIL.fullmatch(typed):
        faults.append(Fault("email_unreadable", "email", typed))
    else:
        return _clean(typed, "email", faults).lower()
    return ""


def _votes(typed: str, faults: list[Fault]) -> int:
    if not typed:
        return 1
    if _NUMBER.fullmatch(typed) and 1 <= int(typed) <= sizes.VOTES:
        return int(typed)
    faults.append(Fault("votes_unreadable", "votes", typed))
    return 1


def _identifier(typed: str, faults: list[Fault]) -> str:
    if len(typed) > sizes.IDENTIFIER:
        faults.append(Fault("too_long", "identifier", typed))
    elif typed and typed[0] in _FORMULA:
        faults.append(Fault("formula", "identifier", typed))
    elif typed and not _IDENTIFIER.fullmatch(typed):
        faults.append(Fault("identifier_unreadable", "identifier", typed))
    else:
        return typed
    return ""
