"""The first leaf of the log: everything that is fixed before the first vote. A change is another vote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from polls.rules import Rules, RulesRefused, Thresholds
from polls.secret.rules import limits, tree
from polls.secret.rules.blind import PublicKey
from polls.secret.rules.canonical import Json, b64, encode, members, unb64, unhex, whole
from polls.secret.rules.refusals import Refused

TYPE = "dream-terms/1"
LEVEL = "B-one"
SCRUTINEERS = 3
NOTHING_ASKED = Thresholds()
MOST_BYTES = 200_000
LONGEST_NAME = 80
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,40}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ORIGIN = re.compile(r"https?://[a-z0-9.\-]+(:\d{1,5})?")


@dataclass(frozen=True)
class Question:
    """A question with its rules; `words` by language: title, question, and for each option its label. `thresholds`:
    what is asked of the result before it is said to decide."""

    rules: Rules
    words: Mapping[str, Json]
    thresholds: Thresholds = NOTHING_ASKED

    @classmethod
    def read(cls, told: Json) -> Self:
        told = members(told, "rules thresholds words", record="question")
        if not isinstance(told["rules"], dict) or not isinstance(told["words"], dict) or not told["words"]:
            raise Refused("wrong-members", "question")
        try:
            rules, asked = Rules.read(told["rules"]), Thresholds.read(told["thresholds"])
        except (RulesRefused, AttributeError) as refused:
            raise Refused("wrong-rules", str(refused)) from None
        if (rules.stored(), asked.stored()) != (told["rules"], told["thresholds"]):
            raise Refused("wrong-rules", "not written as they are read")
        return cls(rules, told["words"], asked)

    def told(self) -> dict[str, Json]:
        return {"rules": self.rules.stored(), "thresholds": self.thresholds.stored(), "words": dict(self.words)}


@dataclass(frozen=True)
class Station:
    """Where people put paper into a box; `code` names it in the log."""

    code: str
    name: str

    @classmethod
    def read(cls, told: Json) -> Self:
        told = members(told, "code name", record="station")
        if not isinstance(told["name"], str) or not 0 < len(told["name"]) <= LONGEST_NAME:
            raise Refused("bad-text", "station")
        return cls(_matching(_CODE, told["code"]), told["name"])

    def told(self) -> dict[str, Json]:
        return {"code": self.code, "name": self.name}


@dataclass(frozen=True)
class Terms:
    """`scrutineers`: X25519 keys; `log_key`, `promise_key`, `witness_key`: Ed25519 keys; all 32 bytes.

    `ties`: SHA-256 of the 32 secret bytes of the site, then of the witness. `batch`: fewest ballots, and seconds, that
    the box waits before it adds to the log. `booth`: SHA-256 of the voting page. `stations`: where people vote on
    paper; where nobody does the record does not speak of it. Instants are UTC, to the second.
    """

    poll: UUID
    site: str
    box: str
    witness: str
    opens: str
    closes: str
    questions: tuple[Question, ...]
    roll_root: bytes
    roll_size: int
    issuers: tuple[PublicKey, ...]
    scrutineers: tuple[bytes, ...]
    log_key: bytes
    promise_key: bytes
    witness_key: bytes
    booth: bytes
    ties: tuple[bytes, bytes]
    batch: tuple[int, int] = (20, 3600)
    stations: tuple[Station, ...] = ()

    def __post_init__(self) -> None:
        rules = self.rules
        if not rules or limits.different_over(rules) > limits.MOST_BALLOTS:
            raise Refused("too-many-different-ballots", str(limits.different_over(rules)))
        if self.roll_size < limits.FEWEST_LINES:
            raise Refused("too-few-lines", str(self.roll_size))
        if len(self.scrutineers) != SCRUTINEERS or len(set(self.scrutineers)) != SCRUTINEERS:
            raise Refused("wrong-scrutineers")
        if len({self.log_key, self.promise_key, self.witness_key}) != 3:
            raise Refused("same-key-twice")
        if len(self.issuers) != 1:
            raise Refused("wrong-issuers", "one house issues at this level")
        if self.opens >= self.closes:
            raise Refused("wrong-dates")
        if len({station.code for station in self.stations}) < len(self.stations):
            raise Refused("same-station-twice")

    @property
    def rules(self) -> tuple[Rules, ...]:
        return tuple(question.rules for question in self.questions)

    @property
    def length(self) -> int:
        """Bytes of the padded choices."""
        return limits.padded_length(self.rules)

    @property
    def closes_at(self) -> datetime:
        return datetime.fromisoformat(self.closes)

    @property
    def opens_at(self) -> datetime:
        return datetime.fromisoformat(self.opens)

    @property
    def leaf(self) -> bytes:
        """The first leaf of the log, by which the whole vote is named."""
        return tree.leaf(encode(self.told()))

    @classmethod
    def read(cls, told: Json) -> Self:
        """From the published record. Raises `Refused`."""
        told = members(
            told,
            "type poll level site box witness opens closes questions length roll issuers scrutineers keys booth ties "
            "batch",
            optional="stations",
            record="terms",
        )
        if told["type"] != TYPE or told["level"] != LEVEL:
            raise Refused("unknown-type", f"{told['type']}, {told['level']}"[:80])
        roll, keys = (
            members(told["roll"], "root size", record="roll"),
            members(told["keys"], "log promise witness", record="keys"),
        )
        ties, batch = (
            members(told["ties"], "site witness", record="ties"),
            members(told["batch"], "ballots seconds", record="batch"),
        )
        for name in ("questions", "issuers", "scrutineers"):
            _listed(told[name], name)
        terms = cls(
            poll=read_poll(told["poll"]),
            site=_matching(_ORIGIN, told["site"]),
            box=_matching(_ORIGIN, told["box"]),
            witness=_matching(_ORIGIN, told["witness"]),
            opens=read_moment(told["opens"]),
            closes=read_moment(told["closes"]),
            questions=tuple(Question.read(one) for one in told["questions"]),
            roll_root=unhex(roll["root"]),
            roll_size=whole(roll["size"], 1, 10_000_000, what="roll"),
            issuers=tuple(PublicKey.read(key) for key in told["issuers"]),
            scrutineers=tuple(unb64(key, size=32) for key in told["scrutineers"]),
            log_key=unb64(keys["log"], size=32),
            promise_key=unb64(keys["promise"], size=32),
            witness_key=unb64(keys["witness"], size=32),
            booth=unhex(told["booth"]),
            ties=(unhex(ties["site"]), unhex(ties["witness"])),
            batch=(
                whole(batch["ballots"], 1, 1000, what="batch"),
                whole(batch["seconds"], 1, 86400, what="batch"),
            ),
            stations=tuple(Station.read(one) for one in _listed(told.get("stations", []), "stations")),
        )
        if terms.told() != told:
            raise Refused("wrong-length" if told["length"] != terms.length else "not-canonical")
        return terms

    def told(self) -> dict[str, Json]:
        """The record that is published; its canonical bytes are the first entry of the log."""
        return {
            "type": TYPE,
            "poll": str(self.poll),
            "level": LEVEL,
            "site": self.site,
            "box": self.box,
            "witness": self.witness,
            "opens": self.opens,
            "closes": self.closes,
            "questions": [question.told() for question in self.questions],
            "length": self.length,
            "roll": {"root": self.roll_root.hex(), "size": self.roll_size},
            "issuers": [key.told() for key in self.issuers],
            "scrutineers": [b64(key) for key in self.scrutineers],
            "keys": {"log": b64(self.log_key), "promise": b64(self.promise_key), "witness": b64(self.witness_key)},
            "booth": self.booth.hex(),
            "ties": {"site": self.ties[0].hex(), "witness": self.ties[1].hex()},
            "batch": {"ballots": self.batch[0], "seconds": self.batch[1]},
            **({"stations": [station.told() for station in self.stations]} if self.stations else {}),
        }


def read_poll(told: Json) -> UUID:
    """The identifier of a vote in its usual writing. Raises `Refused`."""
    try:
        poll = UUID(told)
    except (TypeError, ValueError, AttributeError):
        raise Refused("unknown-poll") from None
    if str(poll) != told:
        raise Refused("unknown-poll")
    return poll


def read_moment(told: Json) -> str:
    """An instant in UTC, to the second, as records write it. Raises `Refused`."""
    moment = _matching(_MOMENT, told)
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        raise Refused("bad-text", moment) from None
    return moment


def _listed(told: Json, name: str) -> list[Json]:
    if not isinstance(told, list):
        raise Refused("wrong-members", name)
    return told


def _matching(pattern: re.Pattern[str], told: Json) -> str:
    if not isinstance(told, str) or not pattern.fullmatch(told):
        raise Refused("bad-text", str(told)[:80])
    return told
