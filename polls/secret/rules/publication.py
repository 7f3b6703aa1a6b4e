"""What is published of a vote: `vote.json`; after the closing `ballots.jsonl`, a line each in the order of the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from polls.secret.rules.canonical import Json, b64, encode, members, unb64, unhex
from polls.secret.rules.refusals import Refused
from polls.secret.rules.sealing import public_of
from polls.secret.rules.terms import Terms

TYPE = "dream-publication/1"
VOTE = "vote.json"
BALLOTS = "ballots.jsonl"
MOST_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Publication:
    """As it was read, before anything in it is believed but its shape.

    `ballots`: lines as bytes; None before the closing, or where they are withheld. `keys`: private keys by number.
    `ties`: secrets of the site and of the witness, None for who has not given theirs. `postponements`: entries, in the
    order of the log. `paper`: the entry of what was read from paper, None before; `on_paper`: what it committed to,
    None before the count and where ballots are withheld.
    """

    terms: Terms
    leaves: tuple[bytes, ...]
    heads: tuple[Json, ...]
    closing: Json
    keys: Mapping[int, bytes]
    ties: tuple[bytes | None, bytes | None]
    result: Json
    ballots: tuple[bytes, ...] | None
    postponements: tuple[Json, ...] = ()
    paper: Json = None
    on_paper: Json = None

    @classmethod
    def read(cls, vote: bytes, ballots: bytes | None) -> Self:
        """From both files. Raises `Refused`."""
        try:
            told = json.loads(vote)
        except (ValueError, RecursionError):
            raise Refused("not-json", VOTE) from None
        more = "postponements paper on_paper"
        told = members(told, "type terms leaves heads closing keys ties result", optional=more, record=VOTE)
        if told["type"] != TYPE:
            raise Refused("unknown-type", VOTE)
        for name in ("leaves", "heads", "keys", "postponements"):
            if not isinstance(told.get(name, []), list):
                raise Refused("wrong-members", name)
        ties = members(told["ties"], "site witness", record="ties")
        return cls(
            terms=Terms.read(told["terms"]),
            leaves=tuple(unhex(one) for one in told["leaves"]),
            heads=tuple(told["heads"]),
            closing=told["closing"],
            keys=dict(_key(one) for one in told["keys"]),
            ties=(_secret(ties["site"]), _secret(ties["witness"])),
            result=told["result"],
            ballots=None if ballots is None else tuple(ballots.splitlines()),
            postponements=tuple(told.get("postponements", ())),
            paper=told.get("paper"),
            on_paper=told.get("on_paper"),
        )

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Raises `Refused`, also when there is no such file."""
        try:
            vote, lines = (folder / VOTE).read_bytes(), folder / BALLOTS
            return cls.read(vote, lines.read_bytes() if lines.exists() else None)
        except OSError as error:
            raise Refused("not-there", f"{folder / VOTE}: {error.strerror}") from None

    @property
    def is_complete(self) -> bool:
        """Whether the log says that nothing comes any more: it is closed, and paper is in it where people vote so."""
        return self.closing is not None and (not self.terms.stations or self.paper is not None)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Names and bytes, as `read` takes them."""
        told: dict[str, Any] = {
            "type": TYPE,
            "terms": self.terms.told(),
            "leaves": [leaf.hex() for leaf in self.leaves],
            "heads": list(self.heads),
            "closing": self.closing,
            "keys": [{"scrutineer": number, "private": b64(key)} for number, key in sorted(self.keys.items())],
            "ties": {
                name: None if secret is None else secret.hex()
                for name, secret in zip(("site", "witness"), self.ties, strict=True)
            },
            "result": self.result,
        }
        if self.postponements:
            told["postponements"] = list(self.postponements)
        if self.terms.stations:
            told |= {"paper": self.paper, "on_paper": self.on_paper}
        yield VOTE, encode(told) + b"\n"
        if self.ballots is not None:
            yield BALLOTS, b"".join(line + b"\n" for line in self.ballots)


def keys_fit(terms: Terms, keys: Mapping[int, bytes]) -> bool:
    """Whether each private key is that of the scrutineer whose number it bears."""
    return all(public_of(key) == terms.scrutineers[number - 1] for number, key in keys.items())


def _key(told: Json) -> tuple[int, bytes]:
    told = members(told, "scrutineer private", record="keys")
    if told["scrutineer"] not in (1, 2, 3):
        raise Refused("out-of-range", "scrutineer")
    return told["scrutineer"], unb64(told["private"], size=32)


def _secret(told: Json) -> bytes | None:
    return None if told is None else unhex(told)
