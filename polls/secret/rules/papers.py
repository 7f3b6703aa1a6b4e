"""The paper of a secret vote: one entry of the log after its closing, before anybody has opened a ballot.

The entry says how many papers each place found. What they say stands behind a commitment: the box and the witness hold
it fast without reading it, and nobody sees one half of the result while the other is still closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from polls.rules import Choices
from polls.secret.rules import limits
from polls.secret.rules.ballot import answers_in
from polls.secret.rules.canonical import Json, encode, members, unhex, whole
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import Terms

TYPE = "dream-paper/1"
MOST_PAPERS = 10_000_000


@dataclass(frozen=True)
class Place:
    """What was in the box of one station: papers, void ones among them, signatures on the list of voters (None: nobody
    signed)."""

    station: str
    found: int
    void: int
    signed: int | None

    @classmethod
    def read(cls, told: Json) -> Self:
        told = members(told, "station found void signed", record="place")
        found = whole(told["found"], 0, MOST_PAPERS, what="found")
        signed = None if told["signed"] is None else whole(told["signed"], 0, MOST_PAPERS, what="signed")
        return cls(told["station"], found, whole(told["void"], 0, found, what="void"), signed)

    def told(self) -> dict[str, Json]:
        return {"station": self.station, "found": self.found, "void": self.void, "signed": self.signed}


@dataclass(frozen=True)
class Papers:
    """`marked`: lines of the roll to which a paper ballot was given. `commitment`: see `Said`."""

    places: tuple[Place, ...]
    marked: int
    commitment: bytes

    @property
    def found(self) -> int:
        return sum(place.found for place in self.places)

    @property
    def void(self) -> int:
        return sum(place.void for place in self.places)

    @property
    def valid(self) -> int:
        return self.found - self.void

    @classmethod
    def read(cls, told: Json, terms: Terms) -> Self:
        """The entry: every station of the terms, in their order. Raises `Refused`."""
        told = members(told, "type poll places marked said", record="paper")
        if told["type"] != TYPE or told["poll"] != str(terms.poll):
            raise Refused("unknown-type", "paper")
        if not isinstance(told["places"], list):
            raise Refused("wrong-members", "places")
        places = tuple(Place.read(one) for one in told["places"])
        if not terms.stations or [place.station for place in places] != [one.code for one in terms.stations]:
            raise Refused("wrong-stations")
        return cls(places, whole(told["marked"], 0, terms.roll_size, what="marked"), unhex(told["said"]))

    def told(self, terms: Terms) -> dict[str, Json]:
        return {
            "type": TYPE,
            "poll": str(terms.poll),
            "places": [place.told() for place in self.places],
            "marked": self.marked,
            "said": self.commitment.hex(),
        }


@dataclass(frozen=True)
class Said:
    """What the papers of all places say, void ones left out: how many say exactly that, an answer for each question.

    `nonce`: 32 bytes, without which nobody can try what the commitment hides.
    """

    groups: Mapping[tuple[Choices, ...], int]
    nonce: bytes

    @property
    def commitment(self) -> bytes:
        """SHA-256(nonce ‖ canonical bytes of the groups)."""
        return sha256(self.nonce + encode(self.groups_told())).digest()

    @property
    def are_few(self) -> bool:
        """Whether they stay unpublished, and with them every ballot: what is left of the totals would tell them."""
        return bool(self.groups) and limits.are_few(self.groups)

    @classmethod
    def read(cls, told: Json, papers: Papers, terms: Terms) -> Self:
        """What the entry committed to: allowed ballots, as many as were found, in canonical order. Raises `Refused`."""
        told = members(told, "nonce groups", record="said")
        if not isinstance(told["groups"], list):
            raise Refused("wrong-members", "groups")
        said = cls(dict(_group(one, terms) for one in told["groups"]), unhex(told["nonce"]))
        if said.told() != told:
            raise Refused("not-canonical", "groups")
        if said.commitment != papers.commitment:
            raise Refused("other-papers")
        if sum(said.groups.values()) != papers.valid:
            raise Refused("out-of-range", f"{papers.valid} valid papers were found")
        return said

    def told(self) -> dict[str, Json]:
        return {"nonce": self.nonce.hex(), "groups": self.groups_told()}

    def groups_told(self) -> list[dict[str, Json]]:
        ordered = sorted((_written(answers), number) for answers, number in self.groups.items())
        return [{"choices": written, "number": number} for written, number in ordered]


def _group(told: Json, terms: Terms) -> tuple[tuple[Choices, ...], int]:
    told = members(told, "choices number", record="group")
    return answers_in(told["choices"], terms), whole(told["number"], 1, MOST_PAPERS, what="number")


def _written(answers: tuple[Choices, ...]) -> list[str]:
    return [" ".join(answer) for answer in answers]
