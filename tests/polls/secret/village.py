"""A whole secret vote without a server: keys, roll, tokens, ballots, heads, closing, opening, publication."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from polls.rules import Method, Rules, Thresholds
from polls.secret.rules import blind, log, opening, signatures, tree
from polls.secret.rules.ballot import Ballot
from polls.secret.rules.canonical import encode
from polls.secret.rules.log import Head, SignedHead
from polls.secret.rules.publication import Publication
from polls.secret.rules.sealing import public_of
from polls.secret.rules.terms import NOTHING_ASKED, Question, Terms
from tests.polls.secret.voter import Voter

POLL = UUID("3f0f5a64-3c0e-4f61-9a54-6f1d3a4f0b11")
LINES = 60
WORDS = {"fr": {"title": "Le marché", "question": "Quel jour ?", "options": {"sat": "Samedi", "sun": "Dimanche"}}}
SINGLE = Rules(Method.SINGLE, ("sat", "sun"))


@cache
def issuer() -> blind.PrivateKey:
    """Made once: a key of 3072 bits takes a second."""
    return blind.PrivateKey.make()


@dataclass
class Village:
    """Both houses and three scrutineers, with every private key, for tests that do what each of them might."""

    rules: tuple[Rules, ...] = (SINGLE,)
    thresholds: Thresholds = NOTHING_ASKED
    site_secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    hub_secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    log_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    promise_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    witness_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    scrutineers: list[bytes] = field(
        default_factory=lambda: [X25519PrivateKey.generate().private_bytes_raw() for _one in range(3)]
    )

    def __post_init__(self) -> None:
        roll = sorted(tree.roll_leaf(secrets.token_bytes(32), f"line {number}") for number in range(LINES))
        self.terms = Terms(
            poll=POLL,
            site="https://wattrelin.example",
            box="https://urne.region.example",
            witness="https://region.example",
            opens="2026-11-02T07:00:00Z",
            closes="2026-11-20T17:00:00Z",
            questions=tuple(Question(rules, WORDS, self.thresholds) for rules in self.rules),
            roll_root=tree.root(roll),
            roll_size=LINES,
            issuers=(issuer().public,),
            scrutineers=tuple(public_of(key) for key in self.scrutineers),
            log_key=signatures.public_of(self.log_key),
            promise_key=signatures.public_of(self.promise_key),
            witness_key=signatures.public_of(self.witness_key),
            booth=sha256(b"booth").digest(),
            ties=(sha256(self.site_secret).digest(), sha256(self.hub_secret).digest()),
        )
        self.entries: list[bytes] = [encode(self.terms.told())]
        self.heads: list[SignedHead] = []
        self.tokens = 0
        self.closing: dict | None = None
        self.batch([])

    @property
    def leaves(self) -> list[bytes]:
        return [tree.leaf(entry) for entry in self.entries]

    def voter(self) -> Voter:
        """Somebody of the roll with a token."""
        voter = Voter(self.terms)
        voter.takes(blind.sign(issuer(), voter.asks()))
        self.tokens += 1
        return voter

    def batch(self, ballots: Sequence[Ballot]) -> SignedHead:
        """Adds ballots to the log, sorted by leaf, under a head that both sign."""
        self.entries += sorted((ballot.entry for ballot in ballots), key=tree.leaf)
        signed = log.sign_head(Head.of(self.terms.poll, self.leaves), self.log_key)
        before = self.heads[-1].head if self.heads else None
        signed = replace(signed, witness=log.cosign(signed, self.leaves, before=before, key=self.witness_key))
        self.heads.append(signed)
        return signed

    def close(self) -> None:
        self.closing = log.closing(self.terms, ballots=len(self.entries) - 1, tokens=[self.tokens])
        self.entries.append(encode(self.closing))
        self.batch([])

    def opened(self, *pair: int) -> opening.Opened:
        ballots = [Ballot.read(entry, self.terms) for entry in self.entries[1:-1]]
        return opening.open_all(self.terms, ballots, {number: self.scrutineers[number - 1] for number in pair})

    def publication(self, *pair: int) -> Publication:
        """After the closing, opened by that pair of scrutineers."""
        numbers = pair or (1, 3)
        opened = self.opened(*numbers)
        seed = opening.seed([self.site_secret, self.hub_secret], self.heads[-1].head.root)
        return Publication(
            terms=self.terms,
            leaves=tuple(self.leaves),
            heads=tuple(head.told() for head in self.heads),
            closing=self.closing,
            keys={} if opened.withheld else {number: self.scrutineers[number - 1] for number in numbers},
            ties=(self.site_secret, self.hub_secret),
            result=opening.result(self.terms, opened, seed=seed),
            ballots=None if opened.withheld else tuple(self.entries[1:-1]),
        )


def voted(count: int = 34, *, rules: tuple[Rules, ...] = (SINGLE,)) -> Village:
    """A closed vote of `count` people: two in three for the first option, one who voted again, two batches."""
    village = Village(rules)
    voters = [village.voter() for _one in range(count)]
    ballots = [voter.votes(("sun" if number % 3 == 0 else "sat",)) for number, voter in enumerate(voters)]
    village.batch(ballots[: count // 2])
    village.batch([*ballots[count // 2 :], voters[0].votes(("sat",), number=2)])
    village.close()
    return village
