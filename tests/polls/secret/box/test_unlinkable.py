"""Level B-one: who could tell whose a ballot is, from full copies of both houses. What is found here is what
`secret/protection.html` says to voters and `docs/hosts/secret-votes.md` to hosts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection

from polls.secret.box import queries, services
from polls.secret.box.models import Ballot, SignedHead, Vote
from polls.secret.box.services.writing import forget_order
from polls.secret.rules import blind, tree
from polls.secret.rules.canonical import encode
from polls.secret.rules.terms import Terms
from tests.at_rest import files, rows_as_they_lie, transactions
from tests.polls.secret.village import POLL, issuer
from tests.polls.secret.voter import Voter

PEOPLE = 24
MakeTerms, Lay = Callable[..., Terms], Callable[[], Vote]
FILES = ("box_ballot", "box_ballot_pkey", "box_ballot_once", "box_key_bears_a_number_once", "box_place_holds_one")
promised = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]


@pytest.fixture
def entries(make_voter: Callable[[], Voter], make_terms: MakeTerms) -> list[bytes]:
    """Ballots in the order in which people drew their tokens and sent them at once."""
    return [make_voter().votes((("sat",), ("sun",))[number % 2]).entry for number in range(PEOPLE)]


@pytest.fixture
def lay(make_terms: MakeTerms, witness: Callable[[Vote], None]) -> Lay:
    def laid() -> Vote:
        services.lay(POLL, encode(make_terms().told()))
        vote = queries.vote_of(POLL)
        witness(vote)
        return vote

    return laid


def take_all(vote: Vote, entries: list[bytes]) -> None:
    for entry in entries:
        services.take(vote, entry)


def write_now(vote: Vote) -> None:
    Vote.objects.filter(pk=vote.pk).update(batch_at=datetime.now(UTC) - timedelta(hours=2))
    assert services.write_batch(vote)


def leaves(entries: list[bytes]) -> list[str]:
    return [tree.leaf(entry).hex() for entry in entries]


def as_they_lie() -> list[str]:
    """Leaves in the order of the rows on the disk."""
    return rows_as_they_lie("box_ballot", "leaf")


def kept() -> list[Any]:
    """Everything the box knows of its ballots, but their own numbers, which are chance."""
    return list(Ballot.objects.order_by("position").values_list("key", "number", "leaf", "entry", "position"))


def test_every_answer_of_the_issuer_may_belong_to_every_ballot(
    make_voter: Callable[[], Voter], make_terms: MakeTerms
) -> None:
    """Blind without a limit of computing: for each answer and each ballot there is a veil that joins them."""
    n, e = issuer().n, issuer().e
    voters = [Voter(make_terms()) for _one in range(5)]
    answers = []
    for voter in voters:
        answers.append(blind.sign(issuer(), voter.asks()))
        voter.takes(answers[-1])
    tokens = [int.from_bytes(voter.token, "big") for voter in voters]
    for answer in answers:
        signed = int.from_bytes(answer, "big")
        for token in tokens:
            veil = signed * pow(token, -1, n) % n
            asked = pow(token, e, n) * pow(veil, e, n) % n
            assert asked == pow(signed, e, n)


class TestTheFilesOfTheBox:
    pytestmark = promised

    def test_before_a_batch_the_order_of_arrival_is_there(self, lay: Lay, entries: list[bytes]) -> None:
        """The page says so. PostgreSQL also numbers each transaction."""
        take_all(lay(), entries)
        assert as_they_lie() == leaves(entries)
        assert transactions("box_ballot") in (PEOPLE, None)

    def test_after_a_batch_nothing_that_is_kept_depends_on_it(self, lay: Lay, entries: list[bytes]) -> None:
        """Whoever came when, the same rows in the same places: guessing by order is guessing."""
        vote = lay()
        take_all(vote, entries)
        write_now(vote)
        first, told = kept(), as_they_lie()
        assert told == sorted(leaves(entries))
        assert transactions("box_ballot") in (1, None)

        Ballot.objects.all().delete()
        SignedHead.objects.exclude(size=1).delete()
        others = list(entries)
        Random(7).shuffle(others)
        take_all(vote, others)
        write_now(vote)
        assert (kept(), as_they_lie()) == (first, told)

    def test_deleted_rows_leave_the_files_too(self, lay: Lay, entries: list[bytes]) -> None:
        vote = lay()
        take_all(vote, entries)
        waited = list(Ballot.objects.values_list("pk", flat=True))
        before = files(FILES)
        written = [pk.bytes if connection.vendor == "postgresql" else pk.hex.encode() for pk in waited]
        assert [pk for pk in written if pk not in before] == []  # they were there: the test can fail
        write_now(vote)
        for _try in range(6):  # other tests on the same server have long transactions: those are waited for
            after = files(FILES)
            if not [pk for pk in written if pk in after]:
                break
            forget_order()
        assert not [pk for pk in written if pk in after]

    def test_two_copies_tell_whose_batch_and_no_more(self, lay: Lay, entries: list[bytes]) -> None:
        """Between them as many ballots joined the log as the batch holds, in the order of their leaves."""
        vote = lay()
        take_all(vote, entries[: PEOPLE - 1])
        write_now(vote)
        first = set(as_they_lie())
        take_all(vote, entries[PEOPLE - 1 :])
        assert not services.write_batch(vote), "one ballot is no batch, however long it waits"
        assert set(queries.publication(vote).leaves[1:]) == {bytes.fromhex(leaf) for leaf in first}
        assert len(first) == PEOPLE - 1 >= queries.terms_of(vote).batch[0]

    def test_what_the_journal_of_writes_keeps(self, lay: Lay, entries: list[bytes]) -> None:
        """PostgreSQL: the order, until the journal is used again; the page and the documentation say so. SQLite’s is
        emptied with each batch."""
        vote = lay()
        take_all(vote, entries)
        wanted = leaves(entries)
        if connection.vendor == "sqlite":
            assert all(leaf.encode() in sqlite_journal() for leaf in wanted), "it was there: the test can fail"
            write_now(vote)
            assert sqlite_journal() == b""
            return
        write_now(vote)
        journal = postgresql_journal()
        places = [journal.find(leaf.encode()) for leaf in wanted]
        assert -1 not in places
        assert places == sorted(places)


def sqlite_journal() -> bytes:
    main = Path(connection.settings_dict["NAME"])
    return main.with_name(f"{main.name}-wal").read_bytes()


def postgresql_journal() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_ls_waldir() WHERE length(name) = 24 ORDER BY name")
        parts = []
        for (name,) in cursor.fetchall():
            cursor.execute("SELECT pg_read_binary_file('pg_wal/' || %s, 0, 16777216, true)", [name])
            parts.append(bytes(cursor.fetchone()[0] or b""))
    return b"".join(parts)
