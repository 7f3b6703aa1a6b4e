"""The box takes what is a ballot, once, in its time; its log only grows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from polls.secret.box import queries, services
from polls.secret.box.models import Ballot, SignedHead, Vote
from polls.secret.rules.canonical import encode
from polls.secret.rules.log import read_promise
from polls.secret.rules.publication import Publication
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import Terms
from polls.secret.rules.verifying import verify
from tests.polls.secret.box.conftest import TOKEN
from tests.polls.secret.village import LINES, POLL
from tests.polls.secret.voter import Voter

pytestmark = pytest.mark.django_db
MakeVoter, MakeTerms, Witness = Callable[[], Voter], Callable[..., Terms], Callable[[Vote], None]
SAT, SUN = ("sat",), ("sun",)


def at(vote: Vote, **dates: timedelta) -> None:
    """Moves dates of the box, as if time had passed."""
    now = datetime.now(UTC)
    Vote.objects.filter(pk=vote.pk).update(**{name: now + by for name, by in dates.items()})


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=rf"^{code}\b")


def test_terms_are_laid_once(make_terms: MakeTerms) -> None:
    terms = encode(make_terms().told())
    services.keys_for(POLL)
    services.lay(POLL, terms)
    services.lay(POLL, terms)
    assert Vote.objects.get().terms.encode() == terms
    assert SignedHead.objects.get().size == 1
    with refused("terms-are-laid"):
        services.lay(POLL, encode(make_terms(closes="2030-01-01T00:00:00Z").told()))
    assert Vote.objects.get().terms.encode() == terms


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("other-box", {"box": "https://another.example"}),
        ("other-keys", {"log_key": b"1" * 32}),
        ("other-keys", {"promise_key": b"1" * 32}),
        ("other-booth", {"booth": b"1" * 32}),
    ],
)
def test_terms_of_another_box_are_refused(make_terms: MakeTerms, code: str, changes: dict[str, Any]) -> None:
    with refused(code):
        services.lay(POLL, encode(make_terms(**changes).told()))
    assert not SignedHead.objects.exists()


def test_nothing_is_taken_before_the_witness_has_signed(make_terms: MakeTerms, make_voter: MakeVoter) -> None:
    services.lay(POLL, encode(make_terms().told()))
    with refused("not-witnessed"):
        services.take(queries.vote_of(POLL), make_voter().votes(SAT).entry)
    assert not Ballot.objects.exists()


def test_a_ballot_is_promised_and_the_same_bytes_have_the_same_promise(vote: Vote, make_voter: MakeVoter) -> None:
    ballot = make_voter().votes(SAT)
    promise = services.take(vote, ballot.entry)
    assert read_promise(promise, queries.terms_of(vote)) == ballot.leaf
    assert services.take(vote, ballot.entry) == promise
    assert Ballot.objects.count() == 1


def test_a_number_is_used_once_and_a_higher_one_is_taken(vote: Vote, make_voter: MakeVoter) -> None:
    voter = make_voter()
    services.take(vote, voter.votes(SAT).entry)
    with refused("number-used"):
        services.take(vote, voter.votes(SUN).entry)
    services.take(vote, voter.votes(SUN, number=2).entry)
    assert sorted(Ballot.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(("opens", "closes"), [(1, 2), (-2, 0), (-2, -1)])
def test_before_and_after_nothing_is_taken(vote: Vote, make_voter: MakeVoter, opens: int, closes: int) -> None:
    at(vote, opens_at=timedelta(minutes=opens), closes_at=timedelta(minutes=closes))
    with refused("closed"):
        services.take(vote, make_voter().votes(SAT).entry)
    assert not Ballot.objects.exists()


def test_the_database_itself_takes_a_number_once(vote: Vote, make_voter: MakeVoter) -> None:
    services.take(vote, make_voter().votes(SAT).entry)
    kept = Ballot.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(vote=vote, key=kept.key, number=kept.number, leaf="0" * 64, entry="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(vote=vote, key="1" * 64, number=1, leaf=kept.leaf, entry="x")


def test_a_batch_waits_for_its_rule_and_has_the_order_of_leaves(
    vote: Vote, make_voter: MakeVoter, make_terms: MakeTerms, witness: Witness
) -> None:
    Vote.objects.filter(pk=vote.pk).update(terms=encode(make_terms(batch=(3, 60)).told()).decode())
    SignedHead.objects.all().delete()
    vote.refresh_from_db()
    from polls.secret.box.services.writing import sign

    sign(vote)
    witness(vote)
    for _one in range(2):
        services.take(vote, make_voter().votes(SAT).entry)
    at(vote, batch_at=timedelta(minutes=-2))
    assert not services.write_batch(vote), "two ballots are not three"
    services.take(vote, make_voter().votes(SUN).entry)
    arrived = list(Ballot.objects.values_list("pk", flat=True))
    at(vote, batch_at=timedelta(seconds=-59))
    assert not services.write_batch(vote), "a minute has not passed"
    at(vote, batch_at=timedelta(seconds=-61))
    assert services.write_batch(vote)
    placed = list(Ballot.objects.order_by("position").values_list("position", "leaf"))
    assert [position for position, _leaf in placed] == [0, 1, 2]
    assert [leaf for _position, leaf in placed] == sorted(leaf for _position, leaf in placed)
    assert not set(arrived) & set(Ballot.objects.values_list("pk", flat=True)), "rows are new"
    assert list(SignedHead.objects.order_by("size").values_list("size", flat=True)) == [1, 4]
    assert not services.write_batch(vote)


def test_the_closing_is_the_last_entry(vote: Vote, make_voter: MakeVoter, witness: Witness) -> None:
    services.take(vote, make_voter().votes(SAT).entry)
    with refused("not-yet"):
        services.close(vote, [2])
    at(vote, closes_at=timedelta(seconds=-1))
    services.close(vote, [2])
    services.close(vote, [2])
    with refused("closed"):
        services.close(vote, [3])
    with refused("closed"):
        services.take(vote, make_voter().votes(SAT).entry)
    vote.refresh_from_db()
    assert not queries.is_sealed_up(vote), "the witness has not signed"
    witness(vote)
    assert queries.is_sealed_up(vote)
    published = queries.publication(vote)
    assert published.closing["ballots"] == 1
    assert len(published.leaves) == 3
    assert verify(published).ok


@pytest.mark.parametrize("tokens", [[], [-1], [LINES + 1], ["1"], [1, 1]])
def test_tokens_that_cannot_be_close_nothing(vote: Vote, tokens: list[Any]) -> None:
    at(vote, closes_at=timedelta(seconds=-1))
    with pytest.raises(Refused):
        services.close(vote, tokens)
    assert Vote.objects.get().closing == ""


def test_queries_do_not_grow_with_the_box(vote: Vote, make_voter: MakeVoter, django_assert_num_queries: Any) -> None:
    """The vote locked, whether the witness has signed, the number looked for, the ballot written (and savepoints)."""
    ballots = [make_voter().votes(SAT).entry for _one in range(4)]
    for entry in ballots:
        with django_assert_num_queries(8):
            services.take(vote, entry)


# --- doors ---


ADDRESSES = {
    "": "get",
    "vote.json": "get",
    "bulletins": "post",
    "ballots.jsonl": "get",
    "cles": "put",
    "regles": "put",
    "report": "put",
    "cloture": "put",
    "papier": "put",
    "oubli": "put",
}
OF_THE_SITE = ("ballots.jsonl", "cles", "regles", "report", "cloture", "papier", "oubli")


@pytest.mark.parametrize(("name", "method"), ADDRESSES.items())
def test_a_request_with_a_cookie_is_refused(vote: Vote, client: Client, name: str, method: str) -> None:
    client.cookies["sessionid"] = "somebody"
    answer = getattr(client, method)(f"/votes/{POLL}/{name}", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 400
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("name", OF_THE_SITE)
@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer another token, as long as it can be"])
def test_what_is_of_the_site_asks_for_the_token(vote: Vote, client: Client, name: str, given: str) -> None:
    answer = getattr(client, ADDRESSES[name])(f"/votes/{POLL}/{name}", headers={"Authorization": given})
    assert answer.status_code == 403


@pytest.mark.parametrize(("name", "method"), ADDRESSES.items())
def test_no_answer_is_kept_or_sets_a_cookie(vote: Vote, client: Client, name: str, method: str) -> None:
    answer = getattr(client, method)(f"/votes/{POLL}/{name}", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_ballots_stay_until_the_witness_has_signed_the_closing(
    vote: Vote, make_voter: MakeVoter, witness: Witness, client: Client
) -> None:
    ballot = make_voter().votes(SAT)
    assert client.post(f"/votes/{POLL}/bulletins", ballot.entry, "application/octet-stream").status_code == 200
    mine = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get(f"/votes/{POLL}/ballots.jsonl", headers=mine).status_code == 409
    at(vote, closes_at=timedelta(seconds=-1))
    told = client.put(f"/votes/{POLL}/cloture", b'{"tokens":[1]}', "application/json", headers=mine)
    assert told.status_code == 200
    assert client.get(f"/votes/{POLL}/ballots.jsonl", headers=mine).status_code == 409
    vote.refresh_from_db()
    witness(vote)
    answer = client.get(f"/votes/{POLL}/ballots.jsonl", headers=mine)
    assert b"".join(answer.streaming_content) == ballot.entry + b"\n"


def test_sealed_ballots_go_and_the_log_stays(
    vote: Vote, make_voter: MakeVoter, witness: Witness, client: Client
) -> None:
    ballot, mine = make_voter().votes(SAT), {"Authorization": f"Bearer {TOKEN}"}
    services.take(vote, ballot.entry)
    assert client.put(f"/votes/{POLL}/oubli", headers=mine).status_code == 409, "nothing is counted yet"
    at(vote, closes_at=timedelta(seconds=-1))
    services.close(vote, [1])
    vote.refresh_from_db()
    assert client.put(f"/votes/{POLL}/oubli", headers=mine).status_code == 409, "the witness has not signed"
    assert Ballot.objects.get().entry
    witness(vote)
    for _twice in range(2):
        assert client.put(f"/votes/{POLL}/oubli", headers=mine).status_code == 200
    assert Ballot.objects.get().entry == ""
    assert client.get(f"/votes/{POLL}/ballots.jsonl", headers=mine).status_code == 410
    told = Publication.read(client.get(f"/votes/{POLL}/vote.json").content, None)
    assert ballot.leaf in told.leaves
    assert verify(told).ok


def test_what_anybody_reads_is_verified_by_anybody(vote: Vote, client: Client) -> None:
    answer = client.get(f"/votes/{POLL}/vote.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert verify(Publication.read(answer.content, None)).ok


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"{}", 400), (b"x" * 20_000, 413), (b"\xff", 400), (b"[" * 5000, 400)]
)
def test_what_is_no_ballot_is_refused(vote: Vote, client: Client, body: bytes, status: int) -> None:
    answer = client.post(f"/votes/{POLL}/bulletins", body, "application/octet-stream")
    assert answer.status_code == status
    assert json.loads(answer.content)["refused"]
    assert not Ballot.objects.exists()


def test_a_vote_that_is_not_there(client: Client) -> None:
    for name in ("", "vote.json"):
        assert client.get(f"/votes/{POLL}/{name}").status_code == 404
