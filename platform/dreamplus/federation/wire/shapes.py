"""Small checks that compose: each refuses what it does not know, and can print itself as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dreamplus.federation.wire.canonical import MAX_INTEGER, Json
from dreamplus.federation.wire.faults import Fault, WireError

# Control characters, and those that turn the direction of reading: a label must look like what it is.
_UNREADABLE = "[\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]"
_UNREADABLE_RE = re.compile(_UNREADABLE)
_HOST = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?"
ORIGIN = f"https?://{_HOST}"


class Shape(Protocol):
    """What a value may be."""

    def check(self, value: Json, at: str) -> None:
        """Raises `WireError` naming the place `at`."""

    def schema(self) -> dict[str, Json]:
        """The same rule as JSON Schema (draft 2020-12)."""


@dataclass(frozen=True)
class Text:
    """Readable text, `least` to `most` characters, on one line."""

    most: int
    least: int = 1

    def check(self, value: Json, at: str) -> None:
        if not isinstance(value, str):
            raise WireError(Fault.WRONG_KIND, at)
        if not self.least <= len(value) <= self.most:
            raise WireError(Fault.OUT_OF_RANGE, at)
        if _UNREADABLE_RE.search(value):
            raise WireError(Fault.BAD_TEXT, at)

    def schema(self) -> dict[str, Json]:
        return {
            "type": "string",
            "minLength": self.least,
            "maxLength": self.most,
            "not": {"pattern": _UNREADABLE},
        }


LANGUAGES = ("fr", "nl", "en")


@dataclass(frozen=True)
class Words:
    """The same text in one or more of the languages of the house: `{"fr": …, "nl": …}`."""

    most: int
    least: int = 1

    def check(self, value: Json, at: str) -> None:
        if not isinstance(value, dict):
            raise WireError(Fault.WRONG_KIND, at)
        if extra := set(value) - set(LANGUAGES):
            raise WireError(Fault.UNKNOWN_MEMBER, f"{at}.{min(extra)}"[:120])
        if not value:
            raise WireError(Fault.MISSING_MEMBER, at)
        for language, text in value.items():
            Text(self.most, self.least).check(text, f"{at}.{language}")

    def schema(self) -> dict[str, Json]:
        return {
            "type": "object",
            "properties": {language: Text(self.most, self.least).schema() for language in LANGUAGES},
            "minProperties": 1,
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class Pattern:
    """Text of one exact form; `fault` names what it is when it is not."""

    form: str
    fault: Fault = Fault.NOT_ALLOWED
    most: int = 300

    def check(self, value: Json, at: str) -> None:
        if not isinstance(value, str):
            raise WireError(Fault.WRONG_KIND, at)
        if len(value) > self.most or not re.fullmatch(self.form, value):
            raise WireError(self.fault, at)

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "maxLength": self.most, "pattern": f"^(?:{self.form})$"}


@dataclass(frozen=True)
class Day:
    """A calendar day, `YYYY-MM-DD`: nothing finer leaves an instance."""

    def check(self, value: Json, at: str) -> None:
        if not isinstance(value, str):
            raise WireError(Fault.WRONG_KIND, at)
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise WireError(Fault.BAD_DATE, at)
        try:
            date.fromisoformat(value)
        except ValueError:
            raise WireError(Fault.BAD_DATE, at) from None

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True)
class Moment:
    """A second in UTC, `YYYY-MM-DDTHH:MM:SSZ`; only heads have one."""

    def check(self, value: Json, at: str) -> None:
        if not isinstance(value, str):
            raise WireError(Fault.WRONG_KIND, at)
        try:
            good = re.fullmatch(r"[0-9-]{10}T[0-9:]{8}Z", value) and datetime.fromisoformat(value)
        except ValueError:
            good = None
        if not good:
            raise WireError(Fault.BAD_DATE, at)

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True)
class Whole:
    """A whole number in a range; True is not a number."""

    least: int = 0
    most: int = MAX_INTEGER

    def check(self, value: Json, at: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WireError(Fault.WRONG_KIND, at)
        if not self.least <= value <= self.most:
            raise WireError(Fault.OUT_OF_RANGE, at)

    def schema(self) -> dict[str, Json]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def check(self, value: Json, at: str) -> None:
        if not isinstance(value, bool):
            raise WireError(Fault.WRONG_KIND, at)

    def schema(self) -> dict[str, Json]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class OneOf:
    """One word of a controlled list."""

    words: tuple[str, ...]

    def check(self, value: Json, at: str) -> None:
        if not isinstance(value, str):
            raise WireError(Fault.WRONG_KIND, at)
        if value not in self.words:
            raise WireError(Fault.NOT_ALLOWED, at)

    def schema(self) -> dict[str, Json]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Maybe:
    """The shape, or null."""

    shape: Shape

    def check(self, value: Json, at: str) -> None:
        if value is not None:
            self.shape.check(value, at)

    def schema(self) -> dict[str, Json]:
        return {"anyOf": [self.shape.schema(), {"type": "null"}]}


@dataclass(frozen=True)
class Many:
    """A list of one shape, `least` to `most` long."""

    shape: Shape
    most: int
    least: int = 0

    def check(self, value: Json, at: str) -> None:
        if not isinstance(value, list):
            raise WireError(Fault.WRONG_KIND, at)
        if not self.least <= len(value) <= self.most:
            raise WireError(Fault.OUT_OF_RANGE, at)
        for index, part in enumerate(value):
            self.shape.check(part, f"{at}[{index}]")

    def schema(self) -> dict[str, Json]:
        return {"type": "array", "items": self.shape.schema(), "minItems": self.least, "maxItems": self.most}


@dataclass(frozen=True)
class Record:
    """Exactly these members: none missing, none more."""

    members: Mapping[str, Shape]

    def check(self, value: Json, at: str = "") -> None:
        if not isinstance(value, dict):
            raise WireError(Fault.WRONG_KIND, at or "document")
        if extra := set(value) - set(self.members):
            raise WireError(Fault.UNKNOWN_MEMBER, f"{at}.{min(extra)}"[:120])
        if missing := set(self.members) - set(value):
            raise WireError(Fault.MISSING_MEMBER, f"{at}.{min(missing)}"[:120])
        for name, shape in self.members.items():
            shape.check(value[name], f"{at}.{name}" if at else name)

    def schema(self) -> dict[str, Json]:
        return {
            "type": "object",
            "properties": {name: shape.schema() for name, shape in self.members.items()},
            "required": sorted(self.members),
            "additionalProperties": False,
        }
