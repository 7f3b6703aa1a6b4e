"""The log of a vote: its terms, ballots in batches, its closing, its paper; heads that two houses sign, promises.

A head says how many entries there are and what they hash to. It counts with both signatures: the box's, and the
witness's, who has seen that it continues the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from polls.secret.rules import signatures, tree
from polls.secret.rules.canonical import Json, b64, encode, members, unb64, unhex, whole
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import Terms, read_poll

CLOSING = "dream-closing/1"
MOST_ENTRIES = 20_000_000


@dataclass(frozen=True)
class Head:
    """The first `size` entries of the log of `poll` hash to `root`."""

    poll: UUID
    size: int
    root: bytes

    @classmethod
    def of(cls, poll: UUID, leaves: Sequence[bytes]) -> Self:
        return cls(poll, len(leaves), tree.root(leaves))

    @classmethod
    def read(cls, told: Json) -> Self:
        """Raises `Refused`."""
        told = members(told, "log size root", record="head")
        return cls(read_poll(told["log"]), whole(told["size"], 1, MOST_ENTRIES, what="head"), unhex(told["root"]))

    def told(self) -> dict[str, Json]:
        return {"log": str(self.poll), "size": self.size, "root": self.root.hex()}


@dataclass(frozen=True)
class SignedHead:
    """A head with the box's signature; and the witness's, once it has one."""

    head: Head
    log: bytes
    witness: bytes | None = None

    @classmethod
    def read(cls, told: Json, terms: Terms) -> Self:
        """With the signatures that it bears, verified. Raises `Refused`."""
        told = members(told, "head log witness", record="signed head")
        head = Head.read(told["head"])
        signed = cls(
            head,
            unb64(told["log"], size=64),
            None if told["witness"] is None else unb64(told["witness"], size=64),
        )
        if head.poll != terms.poll:
            raise Refused("unknown-poll")
        if not signatures.verifies(terms.log_key, signatures.HEAD, head.told(), signed.log):
            raise Refused("wrong-head", "the box did not sign it")
        if signed.witness is not None and not signatures.verifies(
            terms.witness_key, signatures.WITNESS, head.told(), signed.witness
        ):
            raise Refused("wrong-head", "the witness did not sign it")
        return signed

    def told(self) -> dict[str, Json]:
        return {
            "head": self.head.told(),
            "log": b64(self.log),
            "witness": None if self.witness is None else b64(self.witness),
        }


def sign_head(head: Head, key: bytes) -> SignedHead:
    """By the box, with the log's private key."""
    return SignedHead(head, signatures.sign(key, signatures.HEAD, head.told()))


def cosign(signed: SignedHead, leaves: Sequence[bytes], *, before: Head | None, key: bytes) -> bytes:
    """The witness's signature, once it has recomputed the root from all the leaves and seen that nothing that it signed
    `before` was changed. `signed` has been read, with its signature. Raises `Refused`."""
    head = signed.head
    if head.size != len(leaves) or tree.root(leaves) != head.root:
        raise Refused("wrong-root")
    if before is not None:
        if head.size < before.size:
            raise Refused("shorter", f"{head.size} after {before.size}")
        if tree.root(leaves[: before.size]) != before.root:
            raise Refused("fork", f"at {before.size}")
    return signatures.sign(key, signatures.WITNESS, head.told())


def closing(terms: Terms, *, ballots: int, tokens: Sequence[int]) -> dict[str, Json]:
    """The entry after which no ballot is taken. `tokens`: how many each issuer gave."""
    return {"type": CLOSING, "poll": str(terms.poll), "ballots": ballots, "tokens": list(tokens)}


def read_closing(told: Json, terms: Terms) -> tuple[int, tuple[int, ...]]:
    """Ballots taken, and tokens by issuer. Raises `Refused`."""
    told = members(told, "type poll ballots tokens", record="closing")
    if told["type"] != CLOSING or told["poll"] != str(terms.poll):
        raise Refused("unknown-type", "closing")
    if not isinstance(told["tokens"], list) or len(told["tokens"]) != len(terms.issuers):
        raise Refused("wrong-members", "tokens")
    tokens = tuple(whole(one, 0, terms.roll_size, what="tokens") for one in told["tokens"])
    return whole(told["ballots"], 0, MOST_ENTRIES, what="ballots"), tokens


def promise(poll: UUID, leaf: bytes, *, batch: tuple[int, int], key: bytes) -> dict[str, Json]:
    """What the box gives for a ballot that it has on disk: its leaf will be in the log by the rule of the batch."""
    told = {"poll": str(poll), "leaf": leaf.hex(), "batch": {"ballots": batch[0], "seconds": batch[1]}}
    return {"promise": told, "signature": b64(signatures.sign(key, signatures.PROMISE, told))}


def read_promise(told: Json, terms: Terms) -> bytes:
    """The leaf that was promised. Raises `Refused`."""
    told = members(told, "promise signature", record="promise")
    said = members(told["promise"], "poll leaf batch", record="promise")
    if said["poll"] != str(terms.poll):
        raise Refused("unknown-poll")
    if not signatures.verifies(terms.promise_key, signatures.PROMISE, said, unb64(told["signature"], size=64)):
        raise Refused("wrong-promise")
    return unhex(said["leaf"])


def entry_leaf(told: Json) -> bytes:
    """The leaf of an entry as it is published."""
    return tree.leaf(encode(told))
