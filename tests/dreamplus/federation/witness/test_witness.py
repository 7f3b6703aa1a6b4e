"""The hub as witness: it signs what continues, refuses what does not, and keeps the proof of a fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from dreamplus.core import clock
from dreamplus.federation.harvest.models import Source, State
from dreamplus.federation.witness import keys
from dreamplus.federation.witness.models import Agreement, WitnessedVote
from dreamplus.territory.models import Territory
from polls.secret.rules import log, signatures, tree
from polls.secret.rules.canonical import b64, encode, unb64
from polls.secret.rules.log import Head, SignedHead, sign_head
from polls.secret.rules.papers import Papers, Place
from polls.secret.rules.postponing import Postponement
from polls.secret.rules.terms import Terms
from tests.dreamplus.federation.conftest import AT, Host
from tests.polls.secret.village import POLL, STATIONS, Village

pytestmark = pytest.mark.django_db
LEAVES = [sha256(bytes([number])).digest() for number in range(8)]


@pytest.fixture(autouse=True)
def _of_this_hub(settings: Any, tmp_path: Path) -> None:
    settings.DREAM_KEYS, settings.DREAM_ORIGIN = tmp_path / "keys", "https://region.example"


@pytest.fixture
def source(host: Host, saint_aubin: Territory) -> Source:
    """A paired instance that prepares the vote, and says so at its own origin."""
    say(host, POLL, None)
    return host.pair(saint_aubin, AT)


def say(host: Host, poll: UUID, terms: str | None) -> None:
    told = json.dumps({"poll": str(poll), "terms": terms}).encode()
    host.answers[f"/vote/{poll}/secret.json"] = lambda _request: (200, {}, told)


class Box:
    """The box of a village, honest or not."""

    def __init__(self, site: str, client: Client, **terms: Any) -> None:
        self.village = Village()
        self.client = client
        self.terms: Terms = replace(
            self.village.terms,
            site=site,
            witness="https://region.example",
            witness_key=signatures.public_of(keys.witness_key()),
            ties=(self.village.terms.ties[0], sha256(keys.tie_secret(POLL)).digest()),
            **terms,
        )
        self.leaves = [self.terms.leaf]

    def tell(self, *, closing: Any = None, told: list[bytes] | None = None, **changes: Any) -> tuple[int, Any]:
        """Sends the log as it is, or as `told` says it is."""
        said = self.leaves if told is None else told
        head = sign_head(Head.of(POLL, said), self.village.log_key)
        body = {
            "terms": self.terms.told(),
            "leaves": [leaf.hex() for leaf in said],
            "head": head.told(),
            "closing": closing,
            **changes,
        }
        answer = self.client.post(f"/temoin/votes/{POLL}/etats/", encode(body), "application/json")
        return answer.status_code, json.loads(answer.content)

    def ask(self, asked: Postponement, key: bytes | None = None) -> tuple[int, Any]:
        """For a later closing, signed by `key`, its own by default."""
        body = {"terms": self.terms.told(), "asked": asked.asked(key or self.village.log_key)}
        answer = self.client.post(f"/temoin/votes/{POLL}/reports/", encode(body), "application/json")
        return answer.status_code, json.loads(answer.content)

    def close(self) -> Any:
        entry = log.closing(self.terms, ballots=len(self.leaves) - 1, tokens=[5])
        self.leaves.append(tree.leaf(encode(entry)))
        return entry


@pytest.fixture
def box(host: Host, source: Source, client: Client) -> Box:
    """Known to the hub, with the terms that its site announces."""
    ask(client, source.origin)
    box = Box(source.origin, client)
    say(host, POLL, box.terms.leaf.hex())
    return box


def ask(client: Client, site: str, poll: UUID = POLL) -> tuple[int, Any]:
    body = json.dumps({"site": site, "poll": str(poll)})
    answer = client.post("/temoin/votes/", body, "application/json")
    return answer.status_code, json.loads(answer.content)


def seen(client: Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get(f"/temoin/votes/{POLL}/").json()
    return told


def test_a_paired_site_is_given_the_key_and_the_hash_of_a_secret(client: Client, source: Source) -> None:
    status, told = ask(client, source.origin)
    assert status == 200
    assert told == {
        "key": b64(signatures.public_of(keys.witness_key())),
        "tie": sha256(keys.tie_secret(POLL)).hexdigest(),
    }
    assert ask(client, source.origin) == (200, told), "the same answer each time"
    assert seen(client)["tie"] is None


def test_nobody_else_is(client: Client, source: Source, host: Host) -> None:
    assert ask(client, "https://elsewhere.example")[0] == 403
    other = UUID("11111111-1111-4111-8111-111111111111")
    assert ask(client, source.origin, other)[0] == 404, "the site does not say that it prepares it"
    Source.objects.update(state=State.QUARANTINED)
    assert ask(client, source.origin)[0] == 403
    assert not WitnessedVote.objects.exists()


def test_a_log_that_grows_is_signed_and_anybody_may_look(box: Box, client: Client) -> None:
    for size in (0, 3, 3, 7):
        box.leaves = [box.terms.leaf, *LEAVES[:size]]
        status, told = box.tell()
        assert status == 200, told
        assert SignedHead.read(told, box.terms).witness is not None
    answer = client.get(f"/temoin/votes/{POLL}/")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["head"] == told
    assert answer.json()["terms"] == box.terms.leaf.hex()
    assert answer.json()["fault"] is None


Change = Callable[[Box], list[bytes]]
CHEATS: dict[str, tuple[str, Change]] = {
    "one is taken out, another comes": ("fork", lambda box: [*box.leaves[:-2], box.leaves[-1], LEAVES[6]]),
    "one is changed": ("fork", lambda box: [*box.leaves[:-1], LEAVES[7], LEAVES[6]]),
    "two are exchanged": ("fork", lambda box: [box.leaves[0], box.leaves[2], box.leaves[1], *box.leaves[3:]]),
    "another log of the same size": ("fork", lambda box: [box.leaves[0], *reversed(box.leaves[1:])]),
}


@pytest.mark.parametrize(("code", "change"), CHEATS.values(), ids=CHEATS)
def test_what_does_not_continue_is_a_fault_that_is_kept(box: Box, client: Client, code: str, change: Change) -> None:
    box.leaves = [box.terms.leaf, *LEAVES[:4]]
    _status, good = box.tell()
    status, told = box.tell(told=change(box))
    assert (status, told["refused"]) == (409, code)
    assert seen(client)["fault"] == code
    assert seen(client)["head"] == good, "the last good state stays"
    box.leaves.append(LEAVES[5])
    assert box.tell()[1]["refused"] == "faulty", "nothing of this log is signed any more"


def test_what_the_box_did_not_sign_accuses_nobody(box: Box, client: Client) -> None:
    box.tell()
    head = sign_head(Head.of(POLL, LEAVES[:1]), b"7" * 32).told()
    assert box.tell(head=head)[1]["refused"] == "wrong-head"
    assert box.tell(told=[box.terms.leaf, LEAVES[0]], closing={"type": "x"})[0] == 409
    assert seen(client)["fault"] is None


def test_what_anybody_may_send_again_accuses_nobody(box: Box, client: Client) -> None:
    """Heads and leaves are public: an old head, or a head with other leaves, must not stop a vote."""
    box.leaves = [box.terms.leaf, *LEAVES[:4]]
    _status, good = box.tell()
    assert box.tell(told=box.leaves[:-1])[1]["refused"] == "shorter"
    assert box.tell(leaves=[box.terms.leaf.hex(), LEAVES[0].hex()])[1]["refused"] == "wrong-root"
    assert seen(client)["fault"] is None
    assert seen(client)["head"] == good
    box.leaves.append(LEAVES[5])
    assert box.tell()[0] == 200


def test_terms_of_another_are_refused(box: Box, host: Host, client: Client) -> None:
    """Another hub's key, another site, or not what the site announces."""
    honest = box.terms
    for changes in (
        {"witness": "https://another.example"},
        {"witness_key": b"8" * 32},
        {"site": "https://elsewhere.example"},
        {"closes": "2027-01-01T00:00:00Z"},
    ):
        box.terms = replace(honest, **changes)
        box.leaves = [box.terms.leaf]
        assert box.tell()[1]["refused"] == "other-terms", changes
    assert seen(client)["head"] is None
    box.terms, box.leaves = honest, [honest.leaf]
    assert box.tell()[0] == 200


def test_the_secret_is_told_after_the_closing_and_nothing_follows_it(box: Box, client: Client) -> None:
    box.leaves = [box.terms.leaf, *LEAVES[:4]]
    box.tell()
    assert seen(client)["tie"] is None
    closing = box.close()
    assert box.tell(closing=closing)[0] == 200
    assert sha256(bytes.fromhex(seen(client)["tie"])).digest() == box.terms.ties[1]
    box.leaves.append(LEAVES[7])
    assert box.tell()[1]["refused"] == "after-the-closing"
    assert seen(client)["fault"] == "after-the-closing"


@pytest.fixture
def paper_box(host: Host, source: Source, client: Client) -> Box:
    """The box of a vote with two places of paper, closed."""
    ask(client, source.origin)
    box = Box(source.origin, client, stations=STATIONS)
    say(host, POLL, box.terms.leaf.hex())
    box.leaves = [box.terms.leaf, *LEAVES[:4]]
    box.tell()
    return box


def paper_of(box: Box, found: int = 3) -> dict[str, Any]:
    places = (Place("mairie", found, 0, None), Place("marche", 0, 0, None))
    return Papers(places, found, bytes(32)).told(box.terms)


def test_after_the_closing_the_paper_alone_may_come(paper_box: Box, client: Client) -> None:
    box, closing = paper_box, paper_box.close()
    assert box.tell(closing=closing)[0] == 200
    assert seen(client)["tie"] is None, "what is read from paper could still be fitted to it"
    paper = paper_of(box)
    box.leaves.append(log.entry_leaf(paper))
    assert box.tell(closing=closing)[1]["refused"] == "paper-not-told", "anybody may send that: it accuses nobody"
    assert box.tell(closing=closing, paper=paper_of(box, 4))[1]["refused"] == "other-paper"
    assert seen(client)["fault"] is None
    assert box.tell(closing=closing, paper=paper)[0] == 200
    assert sha256(bytes.fromhex(seen(client)["tie"])).digest() == box.terms.ties[1]
    assert box.tell(closing=closing, paper=paper)[0] == 200, "the same again"
    box.leaves.append(LEAVES[7])
    assert box.tell(closing=closing, paper=paper)[1]["refused"] == "after-the-closing"
    assert seen(client)["fault"] == "after-the-closing"


def test_two_entries_after_the_closing_are_a_fault(paper_box: Box, client: Client) -> None:
    box, closing = paper_box, paper_box.close()
    box.tell(closing=closing)
    box.leaves += [LEAVES[6], log.entry_leaf(paper_of(box))]
    assert box.tell(closing=closing, paper=paper_of(box))[1]["refused"] == "after-the-closing"
    assert seen(client)["fault"] == "after-the-closing"


BEFORE = datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC)
ON_TIME = "2026-11-20T17:00:00Z"


def later(closes: str = "2026-11-21T17:00:00Z", instead_of: str = ON_TIME) -> Postponement:
    return Postponement(POLL, instead_of, closes)


def test_a_later_closing_is_agreed_to_before_the_old_one(
    box: Box, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    box.tell()
    status, told = box.ask(later())
    assert status == 200
    assert later().is_agreed(box.terms, unb64(told["signature"], size=64))
    assert seen(client)["agreed"] == [{"instead_of": ON_TIME, "closes": "2026-11-21T17:00:00Z"}]
    assert box.ask(later()) == (200, told), "the same again, the same answer"
    refused = box.ask(later("2026-11-22T17:00:00Z"))
    assert (refused[0], refused[1]["refused"], refused[1]["detail"]) == (409, "other-closing", "2026-11-21T17:00:00Z")
    monkeypatch.setattr(clock, "now", lambda: BEFORE + timedelta(days=1))
    assert box.ask(later())[0] == 200, "an answer that was lost is given again, late as it is"
    assert box.ask(later("2026-11-23T17:00:00Z", "2026-11-21T17:00:00Z"))[0] == 200
    assert len(seen(client)["agreed"]) == 2


def test_nothing_is_agreed_to_late_nor_for_another_date(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.tell()
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    assert box.ask(later("2026-11-22T17:00:00Z", "2026-11-21T17:00:00Z"))[1]["refused"] == "wrong-dates"
    monkeypatch.setattr(clock, "now", lambda: BEFORE + timedelta(seconds=1))
    assert box.ask(later())[1]["refused"] == "too-late"
    assert not Agreement.objects.exists()


def test_the_box_alone_asks_for_it(box: Box, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger could otherwise use up the one later closing of a vote."""
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    box.tell()
    assert box.ask(later(), key=b"7" * 32)[1]["refused"] == "wrong-signature"
    for body in (b"", b"{}", b"[]", encode({"terms": box.terms.told(), "asked": None})):
        assert client.post(f"/temoin/votes/{POLL}/reports/", body, "application/json").status_code == 409
    assert not Agreement.objects.exists()


def test_nothing_is_agreed_to_after_the_closing_or_a_fault(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    box.leaves = [box.terms.leaf, *LEAVES[:4]]
    box.tell()
    box.tell(closing=box.close())
    assert box.ask(later())[1]["refused"] == "too-late"
    WitnessedVote.objects.update(is_closed=False, fault="fork")
    assert box.ask(later())[1]["refused"] == "faulty"
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b"[" * 5000])
def test_what_cannot_be_read_changes_nothing(box: Box, client: Client, body: bytes) -> None:
    for address in ("/temoin/votes/", f"/temoin/votes/{POLL}/etats/"):
        assert client.post(address, body, "application/json").status_code == 409
    assert seen(client)["head"] is None


def test_the_log_of_a_large_town_is_signed(box: Box, client: Client) -> None:
    """Longer than what a form may send."""
    box.leaves = [box.terms.leaf, *(sha256(number.to_bytes(4, "big")).digest() for number in range(50_000))]
    status, told = box.tell()
    assert status == 200, told
    assert seen(client)["head"]["head"]["size"] == 50_001


def test_a_vote_that_nobody_announced(client: Client) -> None:
    assert client.get(f"/temoin/votes/{POLL}/").status_code == 404


def test_queries_do_not_grow_with_the_log(box: Box, client: Client, django_assert_num_queries: Any) -> None:
    box.tell()
    for size in (1, 3):
        box.leaves = [box.terms.leaf, *LEAVES[:size]]
        with django_assert_num_queries(5):
            box.tell()
