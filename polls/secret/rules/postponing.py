"""A later closing: an entry of the log that the witness has signed before the closing that it moves.

The witness looks at its own clock, and signs one new closing for each old one: a box that kept a signature back could
choose nothing with it. Nothing else of the terms ever changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from polls.secret.rules import signatures
from polls.secret.rules.canonical import Json, b64, members, unb64
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import Terms, read_moment

TYPE = "dream-postponement/1"
MOST = 20
"""How often a closing is moved, at most."""


@dataclass(frozen=True)
class Postponement:
    """The vote of `poll` closes at `closes` and not at `instead_of`, an earlier instant; both UTC, to the second."""

    poll: UUID
    instead_of: str
    closes: str

    def __post_init__(self) -> None:
        if self.instead_of >= self.closes:
            raise Refused("wrong-dates", self.closes)

    def told(self) -> dict[str, Json]:
        """What is signed: asked for by the box, agreed to by the witness."""
        return {"poll": str(self.poll), "instead_of": self.instead_of, "closes": self.closes}

    def asked(self, log_key: bytes) -> dict[str, Json]:
        """What the box sends to the witness."""
        told = self.told()
        return told | {"log": b64(signatures.sign(log_key, signatures.ASKED, told))}

    def agreed(self, witness_key: bytes) -> bytes:
        """The witness's signature."""
        return signatures.sign(witness_key, signatures.POSTPONEMENT, self.told())

    def entry(self, witness: bytes) -> dict[str, Json]:
        """The entry of the log, with the witness's signature."""
        return {"type": TYPE, **self.told(), "witness": b64(witness)}

    @classmethod
    def read_asked(cls, told: Json, terms: Terms) -> Self:
        """What the box of the vote asks for. Raises `Refused`."""
        told = members(told, "poll instead_of closes log", record="request")
        asked = cls._read(told, terms)
        if not signatures.verifies(terms.log_key, signatures.ASKED, asked.told(), unb64(told["log"], size=64)):
            raise Refused("wrong-signature")
        return asked

    @classmethod
    def read(cls, told: Json, terms: Terms) -> Self:
        """An entry, with the witness's signature. Raises `Refused`."""
        told = members(told, "type poll instead_of closes witness", record="postponement")
        if told["type"] != TYPE:
            raise Refused("unknown-type", "postponement")
        found = cls._read(told, terms)
        if not found.is_agreed(terms, unb64(told["witness"], size=64)):
            raise Refused("wrong-signature", "the witness did not agree")
        return found

    def is_agreed(self, terms: Terms, signature: bytes) -> bool:
        """Whether the witness has signed it."""
        return signatures.verifies(terms.witness_key, signatures.POSTPONEMENT, self.told(), signature)

    @classmethod
    def _read(cls, told: dict[str, Json], terms: Terms) -> Self:
        if told["poll"] != str(terms.poll):
            raise Refused("unknown-poll")
        return cls(terms.poll, read_moment(told["instead_of"]), read_moment(told["closes"]))


def closing_after(terms: Terms, entries: Sequence[Json]) -> str:
    """When a vote closes after `entries`, in the order of its log: each moves what the one before said.

    Raises `Refused`.
    """
    closes = terms.closes
    for told in entries:
        found = Postponement.read(told, terms)
        if found.instead_of != closes:
            raise Refused("wrong-dates", f"{found.instead_of} is not when it closed")
        closes = found.closes
    return closes
