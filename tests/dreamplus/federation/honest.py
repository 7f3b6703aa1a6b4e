"""An honest publisher in memory, and the bodies it publishes: hostile tests spoil one thing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from joserfc.jwk import OKPKey

from dreamplus.federation.wire import bodies, discovery, entries, feed, heads, jws, keys
from dreamplus.federation.wire.entries import GENESIS, Entry
from dreamplus.federation.wire.feed import Line

ISSUER = "https://participer.saint-aubin.example"
CODE = "5990A"
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KEY = keys.load_private(
    # The example key of RFC 8037, appendix A: worth nothing elsewhere.
    {
        "kty": "OKP",
        "crv": "Ed25519",
        "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    }
)
STRANGER = keys.load_private(keys.private_jwk(keys.generate()))


def result(title: Any = "La place du marché", **changes: Any) -> dict[str, Any]:
    """A closed single-choice poll with paper, which agrees with itself. A title in words is in French."""
    return {
        "title": {"fr": title} if isinstance(title, str) else title,
        "page": f"{ISSUER}/vote/7d0c1f5e-0000-4000-8000-000000000001/",
        "method": "single-choice",
        "opened": "2026-10-01",
        "closed": "2026-10-31",
        "electorate": 6200,
        "voters": 901,
        "blank": 21,
        "invalid": 3,
        "options": [
            {"label": {"fr": "Des arbres et des bancs", "nl": "Bomen en banken"}, "votes": 500, "first": True},
            {"label": {"fr": "Un parking ombragé"}, "votes": 377, "first": False},
        ],
        "channels": [{"channel": "web", "voters": 769}, {"channel": "paper", "voters": 132}],
        "suppression": {"threshold": 11, "hidden_tables": 0},
        "rules_hash": None,
        **changes,
    }


def consultation(**changes: Any) -> dict[str, Any]:
    return {
        "title": {"fr": "Redessiner la place du marché"},
        "summary": {"fr": "Proposez, discutez, puis votez."},
        "page": f"{ISSUER}/place-du-marche/",
        "opens": "2026-09-01",
        "closes": "2026-12-06",
        "steps": [{"title": {"fr": "Vos propositions"}, "kind": "proposals", "opens": "2026-09-01", "closes": None}],
        "contributions": 48,
        "answered": 31,
        **changes,
    }


def thing(number: int) -> str:
    return f"urn:uuid:{UUID(int=number)}"


class Publisher:
    """Keeps its list in memory; `spoil` and friends in the tests change what it says before it signs."""

    def __init__(self, issuer: str = ISSUER, key: OKPKey = KEY, code: str = CODE) -> None:
        self.issuer, self.key, self.code = issuer, key, code
        self.lines: list[Line] = []
        self.entries: list[Entry] = []

    @property
    def kid(self) -> str:
        return keys.public_jwk(self.key)["kid"]

    @property
    def trusted(self) -> dict[str, OKPKey]:
        return {self.kid: keys.load_public(keys.public_jwk(self.key))}

    @property
    def last(self) -> str:
        return entries.digest(self.lines[-1].token) if self.lines else GENESIS

    def entry(self, *, id: str, type: str, op: str = "upsert", body_hash: str | None, supersedes: int | None) -> Entry:
        return Entry(
            issuer=self.issuer,
            seq=len(self.lines) + 1,
            prev=self.last,
            id=id,
            type=type,
            op=op,
            updated="2026-11-01",
            body_hash=body_hash,
            licence=bodies.LICENCE,
            supersedes=supersedes,
        )

    def publish(
        self, body: Any, *, id: str | None = None, type: str = "result", change: Callable[[Entry], Entry] | None = None
    ) -> int:
        """Appends a body, and returns its number."""
        salt = bytes([len(self.lines) + 1]) * 32
        id = id or thing(len(self.lines) + 1)
        earlier = max((entry.seq for entry in self.entries if entry.id == id), default=None)
        entry = self.entry(id=id, type=type, body_hash=bodies.body_hash(body, salt), supersedes=earlier)
        return self.append(change(entry) if change else entry, body, salt)

    def withdraw(self, seq: int, change: Callable[[Entry], Entry] | None = None) -> int:
        """Appends a withdrawal, and forgets every body and salt of that thing."""
        gone = self.entries[seq - 1]
        latest = max(entry.seq for entry in self.entries if entry.id == gone.id)
        entry = self.entry(id=gone.id, type=gone.type, op="withdraw", body_hash=None, supersedes=latest)
        for held in self.entries:
            if held.id == gone.id:
                self.lines[held.seq - 1] = replace(self.lines[held.seq - 1], body=None, salt=None)
        return self.append(change(entry) if change else entry, None, None)

    def append(self, entry: Entry, body: Any, salt: bytes | None) -> int:
        self.entries.append(entry)
        self.lines.append(Line(jws.sign(asdict(entry), key=self.key, typ=entries.TYP), body, salt))
        return len(self.lines)

    def head(self, at: datetime = AT, change: Callable[[heads.Head], heads.Head] | None = None) -> str:
        head = heads.issue(issuer=self.issuer, seq=len(self.lines), last=self.last, at=at)
        return heads.sign(change(head) if change else head, key=self.key)

    def page(self, since: int = 0, limit: int = 100, *, head: str | None = None) -> bytes:
        lines = self.lines[since : since + limit]
        return feed.encode(lines, head=head or self.head(), next_seq=since + len(lines))

    def discovery(self) -> bytes:
        return discovery.encode(
            issuer=self.issuer,
            code=self.code,
            name="Saint-Aubin-sur-Lys",
            version="0.1.0",
            jwk=keys.public_jwk(self.key),
            since="2026-09-01",
            contact="participation@saint-aubin.example",
            retention="",
        )
