"""A whole secret vote without a server: keys, roll, tokens, ballots, heads, closing, opening, publication."""

from __future__ import annotations

import secrets
from collections import Counter
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
from polls.secret.rules.papers import Papers, Place, Said
from polls.secret.rules.postponing import Postponement, closing_after
from polls.secret.rules.publication import Publication
from polls.secret.rules.sealing import public_of
from polls.secret.rules.terms import NOTHING_ASKED, Question, Station, Terms
from tests.polls.secret.voter import Voter

POLL = UUID("3f0f5a64-3c0e-4f61-9a54-6f1d3a4f0b11")
LINES = 90
WORDS = {"fr": {"title": "Le marché", "question": "Quel jour ?", "options": {"sat": "Samedi", "sun": "Dimanche"}}}
LATER = "2026-11-21T17:00:00Z"
STATIONS = (Station("mairie", "Mairie"), Station("marche", "Marché du samedi"))
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
    stations: tuple[Station, ...] = ()
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
            stations=self.stations,
        )
        self.entries: list[bytes] = [encode(self.terms.told())]
        self.postponements: list[dict] = []
        self.papers: Papers | None = None
        self.said: Said | None = None
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

    def postpone(self, closes: str) -> None:
        """The box asks, the witness agrees, it stands in the log."""
        asked = Postponement(POLL, closing_after(self.terms, self.postponements), closes)
        told = asked.entry(asked.agreed(self.witness_key))
        self.postponements.append(told)
        self.entries.append(encode(told))
        self.batch([])

    def close(self) -> None:
        self.closing = log.closing(self.terms, ballots=len(self.ballots), tokens=[self.tokens])
        self.entries.append(encode(self.closing))
        self.batch([])

    def read_paper(self, *groups: dict[tuple[str, ...], int], void: int = 0) -> None:
        """A box for each station, all papers marked; void ones in the first."""
        together = Counter[tuple[tuple[str, ...], ...]]()
        places = []
        for station, group in zip(self.stations, groups, strict=True):
            together.update({(choices,): number for choices, number in group.items()})
            empty = 0 if places else void
            places.append(Place(station.code, sum(group.values()) + empty, empty, None))
        self.said = Said(together, secrets.token_bytes(32))
        found = sum(place.found for place in places)
        self.papers = Papers(tuple(places), found, self.said.commitment)
        self.entries.append(encode(self.papers.told(self.terms)))
        self.batch([])

    @property
    def ballots(self) -> list[bytes]:
        """Entries that are ballots."""
        told = [encode(one) for one in (*self.postponements, self.closing)]
        told += [encode(self.papers.told(self.terms))] if self.papers else []
        return [entry for entry in self.entries[1:] if entry not in told]

    def opened(self, *pair: int) -> opening.Opened:
        ballots = [Ballot.read(entry, self.terms) for entry in self.ballots]
        keys = {number: self.scrutineers[number - 1] for number in pair}
        return opening.open_all(self.terms, ballots, keys, self.papers, self.said)

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
            ballots=None if opened.withheld else tuple(self.ballots),
            postponements=tuple(self.postponements),
            paper=self.papers.told(self.terms) if self.papers else None,
            on_paper=None if opened.withheld or self.said is None else self.said.told(),
        )


def voted(count: int = 34, *, rules: tuple[Rules, ...] = (SINGLE,), stations: tuple[Station, ...] = ()) -> Village:
    """A closed vote of `count` people: two in three for the first option, one who voted again, two batches. The box is
    closed, where there are stations their paper is still to be read."""
    village = Village(rules, stations=stations)
    voters = [village.voter() for _one in range(count)]
    ballots = [voter.votes(("sun" if number % 3 == 0 else "sat",)) for number, voter in enumerate(voters)]
    village.batch(ballots[: count // 2])
    if stations:
        village.postpone(LATER)
    village.batch([*ballots[count // 2 :], voters[0].votes(("sat",), number=2)])
    village.close()
    return village


def voted_with_paper() -> Village:
    """The same, its closing put off by a day, with thirty-three papers in two boxes, of which one is void."""
    village = voted(stations=STATIONS)
    village.read_paper({("sat",): 20, (): 2}, {("sun",): 10}, void=1)
    return village
