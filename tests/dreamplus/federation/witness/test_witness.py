"""The hub as witness: it signs what continues, refuses what does not, and keeps the proof of a fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from dreamplus.federation.harvest.models import Source, State
from dreamplus.federation.witness import keys
from dreamplus.federation.witness.models import WitnessedVote
from dreamplus.territory.models import Territory
from polls.secret.rules import log, signatures, tree
from polls.secret.rules.canonical import b64, encode
from polls.secret.rules.log import Head, SignedHead, sign_head
from polls.secret.rules.terms import Terms
from tests.dreamplus.federation.conftest import AT, Host
from tests.polls.secret.village import POLL, Village

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

    def __init__(self, site: str, client: Client) -> None:
        self.village = Village()
        self.client = client
        self.terms: Terms = replace(
            self.village.terms,
            site=site,
            witness="https://region.example",
            witness_key=signatures.public_of(keys.witness_key()),
            ties=(self.village.terms.ties[0], sha256(keys.tie_secret(POLL)).digest()),
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
