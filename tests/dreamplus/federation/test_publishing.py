"""The signed list of this site: what is appended, what is not, what goes for ever."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from dreamplus.core import clock, events
from dreamplus.core.tasks import testing
from dreamplus.federation import identity, publishing, services
from dreamplus.federation.models import Entry, Ledger
from dreamplus.federation.wire import chain, discovery, feed, heads, keys
from dreamplus.federation.wire.chain import Known, Outcome
from dreamplus.federation.wire.faults import Fault, WireError
from dreamplus.participation.events import ContributionWithdrawn
from tests.dreamplus.federation.honest import AT, CODE, result

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise, pytest.mark.usefixtures("own_keys", "frozen")]
ORIGIN = "http://testserver"
THING = UUID("7d0c1f5e-0000-4000-8000-000000000001")


def body(**changes: object) -> dict[str, object]:
    return result(page=f"{ORIGIN}/vote/1/", **changes)


def read(client: Client, since: int = 0, limit: int = 100) -> Outcome:
    """The list as a stranger reads and verifies it."""
    answer = client.get("/federation/v1/changes", {"since": since, "limit": limit})
    assert answer.status_code == 200
    trusted = {identity.load().thumbprint: keys.load_public(keys.public_jwk(identity.load().key))}
    return chain.verify(feed.decode(answer.content), issuer=ORIGIN, trusted=trusted, known=Known(), at=clock.now())


def test_what_is_published_is_read_back_and_verified(client: Client) -> None:
    entry = services.publish(type="result", thing=THING, body=body(), at=AT)
    outcome = read(client)
    assert entry is not None
    assert [(line.entry.seq, line.entry.uuid, line.body) for line in outcome.lines] == [(1, THING, body())]
    assert outcome.complete


def test_publishing_the_same_again_changes_nothing(client: Client) -> None:
    services.publish(type="result", thing=THING, body=body(), at=AT)
    assert services.publish(type="result", thing=THING, body=body(), at=AT + timedelta(days=1)) is None
    assert len(read(client).lines) == 1


def test_a_correction_replaces_and_says_what(client: Client) -> None:
    services.publish(type="result", thing=THING, body=body(), at=AT)
    services.publish(type="result", thing=uuid4(), body=body(title="Autre"), at=AT)
    services.publish(type="result", thing=THING, body=body(title="Corrigé"), at=AT)
    assert [line.entry.supersedes for line in read(client).lines] == [None, None, 1]


def test_a_withdrawal_erases_body_and_salt_of_every_version(client: Client) -> None:
    services.publish(type="result", thing=THING, body=body(), at=AT)
    services.publish(type="result", thing=THING, body=body(title="Corrigé"), at=AT)
    services.withdraw(thing=THING, at=AT)
    assert list(Entry.objects.values_list("op", "body", "salt")) == [
        ("upsert", None, None),
        ("upsert", None, None),
        ("withdraw", None, None),
    ]
    outcome = read(client)
    assert [line.body for line in outcome.lines] == [None, None, None]
    assert b"place du march" not in client.get("/federation/v1/changes").content


def test_what_was_withdrawn_is_neither_withdrawn_again_nor_published_again() -> None:
    services.publish(type="result", thing=THING, body=body(), at=AT)
    services.withdraw(thing=THING, at=AT)
    assert services.withdraw(thing=THING, at=AT) is None
    assert services.publish(type="result", thing=THING, body=body(), at=AT) is None
    assert services.withdraw(thing=uuid4(), at=AT) is None
    assert Entry.objects.count() == 2


def test_a_body_that_says_too_much_is_not_signed() -> None:
    with pytest.raises(WireError) as error:
        services.publish(type="result", thing=THING, body=body(names=["Anne"]), at=AT)
    assert error.value.fault is Fault.UNKNOWN_MEMBER
    assert not Entry.objects.exists()


def test_the_database_keeps_the_promises_of_the_list() -> None:
    services.publish(type="result", thing=THING, body=body(), at=AT)
    first = Entry.objects.get()
    for change in ({"salt": None}, {"op": "withdraw"}, {"seq": 0, "hash": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.bulk_create([Entry(**{**vars_of(first), "seq": 2, "hash": "y", **change})])
    with pytest.raises(IntegrityError), transaction.atomic():
        Ledger.objects.create(pk=2, head="", head_issued_at=AT)


def vars_of(entry: Entry) -> dict[str, object]:
    return {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}


def test_the_head_is_signed_again_after_three_days_and_not_before(client: Client) -> None:
    testing.run_periodic("minute", at=AT)
    first = client.get("/federation/v1/head")
    testing.run_periodic("minute", at=AT + timedelta(days=2, hours=23))
    assert client.get("/federation/v1/head")["ETag"] == first["ETag"]
    testing.run_periodic("minute", at=AT + timedelta(days=3))
    later = client.get("/federation/v1/head")
    assert later["ETag"] != first["ETag"]
    trusted = {identity.load().thumbprint: identity.load().key}
    head = heads.read(later.content.decode(), issuer=ORIGIN, trusted=trusted, at=AT + timedelta(days=9))
    assert head.issued_at == AT + timedelta(days=3)


def test_the_tag_is_the_heads_and_saves_the_journey(client: Client) -> None:
    services.publish(type="result", thing=THING, body=body(), at=AT)
    answer = client.get("/federation/v1/changes")
    again = client.get("/federation/v1/changes", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    services.publish(type="result", thing=uuid4(), body=body(title="Autre"), at=AT)
    assert client.get("/federation/v1/changes", headers={"If-None-Match": answer["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["since=x", "since=-1", "since=1.5", "since=٣", "since=9999999999999999", "limit=0", "limit=101", "limit=a"],
)
def test_a_question_that_is_no_number_is_refused_in_words(client: Client, query: str) -> None:
    services.keep_head(at=AT)
    answer = client.get(f"/federation/v1/changes?{query}")
    assert answer.status_code == 400
    assert "`since` is a number" in answer.json()["error"]


@pytest.mark.parametrize("lines", [1, 3])
def test_a_page_costs_two_queries_whatever_its_length(
    client: Client, lines: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(lines):
        services.publish(type="result", thing=uuid4(), body=body(title=f"Vote {number}"), at=AT)
    with django_assert_num_queries(2):
        assert len(read(client).lines) == lines


def test_pages_are_read_by_number(client: Client) -> None:
    for number in range(3):
        services.publish(type="result", thing=uuid4(), body=body(title=f"Vote {number}"), at=AT)
    page = feed.decode(client.get("/federation/v1/changes?since=1&limit=1").content)
    assert (len(page.lines), page.next) == (1, 2)


def test_before_the_first_head_the_answer_says_to_come_back(client: Client) -> None:
    answer = client.get("/federation/v1/changes")
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")


def test_nothing_is_written_by_asking(client: Client) -> None:
    services.keep_head(at=AT)
    for path in ("/federation/v1/changes", "/federation/v1/head", discovery.PATH):
        assert client.post(path).status_code == 405


def test_discovery_names_the_place_and_the_key(client: Client, settings: Settings) -> None:
    assert client.get(discovery.PATH).status_code == 503
    settings.DREAM_TERRITORY = CODE
    assert client.get(discovery.PATH).status_code == 503
    own = identity.load_or_create(at=AT)
    document = discovery.decode(client.get(discovery.PATH).content, origin=ORIGIN)
    assert (document.code, document.name) == (CODE, settings.WAGTAIL_SITE_NAME)
    assert document.keys[0].kid == own.thumbprint
    assert b'"d"' not in client.get(discovery.PATH).content


def test_the_schemas_are_published(client: Client) -> None:
    assert client.get("/federation/v1/schemas/result.json").json()["additionalProperties"] is False
    assert client.get("/federation/v1/schemas/malware.json").status_code == 404


def test_the_key_is_a_file_for_its_owner_alone(own_keys: Path) -> None:
    own = identity.load_or_create(at=AT)
    assert identity.path().stat().st_mode & 0o777 == 0o600
    assert own_keys.stat().st_mode & 0o077 == 0
    assert [file.name for file in own_keys.iterdir()] == ["federation.jwk"]
    assert identity.load_or_create(at=AT).thumbprint == own.thumbprint


def test_a_key_that_others_can_read_is_not_used() -> None:
    identity.load_or_create(at=AT)
    identity.path().chmod(0o640)
    with pytest.raises(identity.NoIdentity, match="chmod 600"):
        identity.load()


def test_a_broken_key_file_is_never_replaced() -> None:
    identity.load_or_create(at=AT)
    identity.path().write_text("{")
    with pytest.raises(identity.NoIdentity, match="cannot be read"):
        identity.load_or_create(at=AT)
    assert identity.path().read_text() == "{"


def test_two_processes_that_come_together_get_one_key() -> None:
    found: set[str] = set()
    threads = [threading.Thread(target=lambda: found.add(identity.load_or_create(at=AT).thumbprint)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_the_thumbprint_is_printed_for_the_officer(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    settings.DREAM_TERRITORY = CODE
    call_command("dream_thumbprint")
    words = capsys.readouterr().out
    assert keys.grouped(identity.load().thumbprint) in words
    assert f"dream_pair {ORIGIN} --territory {CODE} --thumbprint={identity.load().thumbprint}" in words
    call_command("dream_thumbprint", "--bare")
    assert capsys.readouterr().out.strip() == identity.load().thumbprint


def test_what_the_clock_says_is_what_is_signed(frozen: datetime) -> None:
    services.keep_head(at=frozen)
    assert Ledger.objects.get().head_issued_at == frozen


def test_words_taken_back_by_their_author_go_for_ever_from_what_was_shared(client: Client) -> None:
    """The event names a contribution, never a person; what nothing was made from changes nothing."""
    contribution = uuid4()
    services.publish(type="result", thing=publishing.thing_of_contribution(contribution), body=body(), at=AT)
    services.publish(type="result", thing=THING, body=body(title="Autre"), at=AT)
    for key in (contribution, uuid4()):
        events.record(ContributionWithdrawn(activity=str(uuid4()), contribution=str(key)), at=AT)
    testing.run_all(AT)
    assert [(line.entry.op, line.body is None) for line in read(client).lines] == [
        ("upsert", True),
        ("upsert", False),
        ("withdraw", True),
    ]
