"""A hub and its sources over real HTTP: what is kept, what is refused, what is never lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from dreamplus.core import clock
from dreamplus.core.models import EventRecord
from dreamplus.core.tasks import testing
from dreamplus.federation.harvest import rhythm, services
from dreamplus.federation.harvest.models import Delivery, Evidence, Health, Item, SeenHead, Source, State
from dreamplus.federation.harvest.tasks import fetch, harvest_now, send_out, verify
from dreamplus.federation.wire import discovery, feed
from dreamplus.federation.wire.faults import Fault
from dreamplus.territory.models import Territory
from tests.dreamplus.federation.conftest import Host
from tests.dreamplus.federation.honest import AT, STRANGER, Publisher, result, thing

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise, pytest.mark.usefixtures("frozen")]


def body(host: Host, title: str = "La place du marché", **changes: object) -> dict[str, object]:
    return result(title=title, page=f"{host.origin}/vote/1/", **changes)


def shown() -> list[str]:
    return [titles["fr"] for titles in Item.objects.filter(shown=True).order_by("seq").values_list("titles", flat=True)]


def test_a_list_is_fetched_verified_and_kept_word_for_word(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    source = harvest_now(host.pair(saint_aubin))
    item = Item.objects.get()
    assert (item.seq, item.body, item.token) == (1, body(host), host.publisher.lines[0].token)
    assert bytes(item.salt or b"") == host.publisher.lines[0].salt
    assert (item.kid, item.verified_at, item.voters, item.paper) == (host.publisher.kid, AT, 901, 132)
    assert (source.last_seq, source.failures, source.health(AT)) == (1, 0, Health.GOOD)


def test_the_worker_does_the_same_by_its_tick(host: Host, saint_aubin: Territory) -> None:
    for number in range(3):
        host.publisher.publish(body(host, f"Vote {number}"))
    host.pair(saint_aubin)
    testing.run_periodic("minute", at=AT)
    assert shown() == ["Vote 0", "Vote 1", "Vote 2"]
    assert not Delivery.objects.exists()


def test_a_long_list_comes_in_pages(host: Host, saint_aubin: Territory) -> None:
    for number in range(230):
        host.publisher.publish(body(host, f"Vote {number}"))
    host.pair(saint_aubin)
    testing.run_periodic("minute", at=AT)
    assert Item.objects.count() == 230
    assert [path for path in host.asked if "since" in path] == [
        f"/federation/v1/changes?since={since}&limit=100" for since in (0, 100, 200)
    ]


def test_nothing_new_costs_one_request_and_no_line(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    source = harvest_now(host.pair(saint_aubin))
    host.asked.clear()
    later = AT + timedelta(hours=1)
    with clock.frozen(later):
        source = harvest_now(source)
    assert host.asked == ["/federation/v1/changes?since=1&limit=100"]
    assert (source.verified_at, Item.objects.count()) == (later, 1)


def test_a_correction_replaces_what_is_shown_and_keeps_what_was(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host), id=thing(1))
    source = harvest_now(host.pair(saint_aubin))
    address = Item.objects.get().address
    host.publisher.publish(body(host, "Corrigé"), id=thing(1))
    harvest_now(source)
    assert shown() == ["Corrigé"]
    assert Item.objects.get(shown=True).address == address
    assert Item.objects.count() == 2


def test_a_withdrawal_erases_every_version_here_too(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host), id=thing(1))
    host.publisher.publish(body(host, "Corrigé"), id=thing(1))
    source = harvest_now(host.pair(saint_aubin))
    host.publisher.withdraw(1)
    harvest_now(source)
    kept = Item.objects.values_list("body", "salt", "titles", "search_text", "voters", "shown").distinct()
    assert list(kept) == [(None, None, {}, "", None, False)]
    assert Item.objects.count() == 3


def test_a_body_that_is_withdrawn_in_the_same_page_is_never_kept(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    with_body = host.publisher.lines[0]
    host.publisher.withdraw(1)
    host.publisher.lines[0] = with_body  # a careless instance that still hands it out
    harvest_now(host.pair(saint_aubin))
    assert not Item.objects.exclude(body=None).exists()


def spoil_votes(document: dict) -> None:
    document["entries"][0]["b"]["options"][0]["votes"] += 1


def rename(document: dict) -> None:
    document["entries"][0]["b"]["title"]["fr"] = "<script>alert(1)</script>"


def forget_a_line(document: dict) -> None:
    document["entries"] = document["entries"][1:]


CONTRADICTIONS: dict[str, tuple[Callable[[dict], None], Fault]] = {
    "one vote more": (spoil_votes, Fault.BODY_MISMATCH),
    "another title": (rename, Fault.BODY_MISMATCH),
    "a line left out": (forget_a_line, Fault.GAP),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_tampered_feed_is_refused_whole_and_the_source_put_in_quarantine(
    host: Host, saint_aubin: Territory, name: str
) -> None:
    spoil, fault = CONTRADICTIONS[name]
    host.publisher.publish(body(host))
    host.publisher.publish(body(host, "Autre"))
    document = json.loads(host.publisher.page())
    spoil(document)
    host.say(body=json.dumps(document).encode())
    source = harvest_now(host.pair(saint_aubin))
    assert not Item.objects.exists()
    assert (source.state, source.fault, source.last_seq) == (State.QUARANTINED, fault, 0)
    assert Evidence.objects.get().fault == fault
    assert EventRecord.objects.get(name="harvest.source_quarantined").payload["fault"] == fault
    host.asked.clear()
    testing.run_periodic("minute", at=AT + timedelta(days=30))
    assert host.asked == []


def test_a_stranger_who_took_over_the_host_is_not_believed(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    source = harvest_now(host.pair(saint_aubin))
    host.publisher = Publisher(host.origin, STRANGER)
    host.publisher.publish(body(host, "Faux"))
    host.publisher.publish(body(host, "Faux aussi"))
    source = harvest_now(source)
    assert (source.state, source.fault, shown()) == (State.QUARANTINED, Fault.UNKNOWN_KEY, ["La place du marché"])


def test_a_rewritten_list_is_seen_and_its_head_kept_as_evidence(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    host.publisher.publish(body(host, "Second"))
    source = harvest_now(host.pair(saint_aubin))
    host.publisher = Publisher(host.origin)
    host.publisher.publish(body(host))
    host.publisher.publish(body(host, "Second, autrement"))
    source = harvest_now(source)
    assert (source.state, source.fault) == (State.QUARANTINED, Fault.HEAD_FORK)
    assert Evidence.objects.get().head == host.publisher.head()
    assert SeenHead.objects.get().hash != host.publisher.last
    assert shown() == ["La place du marché", "Second"]


def test_a_shorter_list_is_seen(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    source = harvest_now(host.pair(saint_aubin))
    host.publisher = Publisher(host.origin)
    assert harvest_now(source).fault == Fault.HEAD_SHORTER
    assert shown() == ["La place du marché"]


def test_an_officer_releases_a_source_that_was_mended(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    honest = host.publisher
    source = harvest_now(host.pair(saint_aubin))
    host.publisher = Publisher(host.origin)
    source = harvest_now(source)
    host.publisher = honest
    services.release(source=source, at=AT)
    source = harvest_now(source)
    assert (source.state, source.fault, source.health(AT)) == (State.ACTIVE, "", Health.GOOD)
    assert Evidence.objects.count() == 1


def drip(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    for _ in range(40):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.2)


FAILURES: dict[str, tuple[Callable[[Host], None], str]] = {
    "an error of the host": (lambda host: host.say(500), "refused-by-host"),
    "a redirect": (lambda host: host.say(302, Location="http://127.0.0.1:1/"), "refused-by-host"),
    "unchanged, though nobody asked": (lambda host: host.say(304), "refused-by-host"),
    "a compacted list": (lambda host: host.say(410), "gone"),
    "a page of HTML": (lambda host: host.say(body=b"<html>"), "not-json"),
    "nine megabytes": (lambda host: host.say(body=b" " * 9_000_000), "unreachable"),
    "a bomb": (lambda host: host.say(body=b"\x1f\x8b" + b"\0" * 40, **{"Content-Encoding": "gzip"}), "unreachable"),
    "a byte now and then": (
        lambda host: host.answers.update({discovery.ENDPOINTS["changes"]: drip}),
        "unreachable",
    ),
    "a head of last month": (
        lambda host: host.say(body=host.publisher.page(head=host.publisher.head(AT - timedelta(days=30)))),
        "head-expired",
    ),
    "an empty page under a long head": (
        lambda host: host.say(body=feed.encode([], head=host.publisher.head(), next_seq=1)),
        "withheld",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_host_in_trouble_is_visited_later_and_loses_nothing(host: Host, saint_aubin: Territory, name: str) -> None:
    fail, fault = FAILURES[name]
    host.publisher.publish(body(host))
    source = harvest_now(host.pair(saint_aubin))
    host.publisher.publish(body(host, "Second"))
    Source.objects.update(etag="")
    fail(host)
    began = time.monotonic()
    source = harvest_now(source)
    assert time.monotonic() - began < 5
    assert (source.state, source.fault, source.failures) == (State.ACTIVE, fault, 1)
    assert shown() == ["La place du marché"]
    host.be_honest()
    source = harvest_now(source)
    assert (source.fault, shown()) == ("", ["La place du marché", "Second"])


def test_a_host_that_is_away_is_asked_after_one_four_and_then_24_hours(saint_aubin: Territory, host: Host) -> None:
    source = host.pair(saint_aubin)
    host.server.shutdown()
    host.server.server_close()
    waits = []
    for _ in range(4):
        source = harvest_now(source)
        waits.append(source.next_at - AT)
    assert waits == [timedelta(hours=1), timedelta(hours=4), timedelta(hours=24), timedelta(hours=24)]
    assert source.health(AT) is Health.TROUBLE
    assert source.health(AT + timedelta(days=8)) is Health.SILENT


def test_nothing_changed_is_not_believed_once_the_head_has_expired(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    source = harvest_now(host.pair(saint_aubin))
    with clock.frozen(AT + timedelta(days=7)):
        Source.objects.update(discovered_at=AT + timedelta(days=7))
        source = harvest_now(source)
    assert (source.fault, source.verified_at) == ("stale", AT)


def test_the_key_is_looked_at_again_every_day(host: Host, saint_aubin: Territory) -> None:
    source = harvest_now(host.pair(saint_aubin))
    host.publisher = Publisher(host.origin, STRANGER)
    with clock.frozen(AT + timedelta(hours=25)):
        source = harvest_now(source)
    assert (source.state, source.fault) == (State.QUARANTINED, Fault.PIN_MISSING)


def test_a_page_delivered_twice_is_kept_once(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    source = host.pair(saint_aubin)
    fetch(source=source.pk, pages=1)
    fetch(source=source.pk, pages=1)
    deliveries = list(Delivery.objects.values_list("pk", flat=True))
    for delivery in [*deliveries, *deliveries]:
        verify(delivery=delivery)
    assert len(deliveries) == 2
    assert Item.objects.count() == 1


def test_a_source_is_sent_for_once_until_its_claim_ends(host: Host, saint_aubin: Territory) -> None:
    source = host.pair(saint_aubin)
    for _ in range(3):
        send_out.definition.function(at=AT)
    assert Source.objects.get(pk=source.pk).next_at == AT + timedelta(minutes=15)
    assert testing.run_all(AT) == 2  # one fetch, one verification


def test_no_source_is_visited_off_loopback_or_in_clear(saint_aubin: Territory, host: Host, settings: Settings) -> None:
    host.publisher.publish(body(host))
    settings.DREAM_ALLOW_LOOPBACK = False
    assert harvest_now(host.pair(saint_aubin)).fault == "unreachable"
    assert host.asked == []


def test_two_sources_that_use_one_identifier_get_two_pages(host: Host, saint_aubin: Territory) -> None:
    other_place = Territory.objects.create(kind="commune", insee="5990B", name="Wattrelin", folded="wattrelin")
    other = Host()
    try:
        for place, served in ((saint_aubin, host), (other_place, other)):
            served.publisher.publish(body(served), id=thing(1))
            harvest_now(served.pair(place))
    finally:
        other.server.shutdown()
        other.server.server_close()
    assert len(set(Item.objects.filter(shown=True).values_list("address", flat=True))) == 2


@pytest.mark.parametrize("lines", [1, 3])
def test_keeping_a_page_costs_the_same_whatever_its_length(
    host: Host, saint_aubin: Territory, lines: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(lines):
        host.publisher.publish(body(host, f"Vote {number}"))
    source = host.pair(saint_aubin)
    fetch(source=source.pk, pages=1)
    delivery = Delivery.objects.get()
    with django_assert_num_queries(COST):
        verify(delivery=delivery.pk)
    assert Item.objects.count() == lines


COST = 15


def test_the_rhythm_is_hourly_with_a_difference_between_sources(settings: Settings) -> None:
    waits = [rhythm.after_success(f"https://commune-{number}.example", AT) - AT for number in range(50)]
    assert all(timedelta(minutes=55) <= wait <= timedelta(minutes=65) for wait in waits)
    assert len(set(waits)) == 50
    settings.DREAM_DEMONSTRATION = True
    assert rhythm.after_success("https://commune.example", AT) - AT < timedelta(minutes=1)


def test_the_database_keeps_what_the_hub_promises(host: Host, saint_aubin: Territory) -> None:
    host.publisher.publish(body(host))
    source = harvest_now(host.pair(saint_aubin))
    item = Item.objects.get()
    for change in ({"seq": 1}, {"seq": 2}, {"seq": 3, "current": False, "shown": True}):
        twin = Item.objects.get(pk=item.pk)
        twin.pk = None
        for name, value in change.items():
            setattr(twin, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(last_seq=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeenHead.objects.create(source=source, seq=1, hash="f" * 64, token="", seen_at=AT)


def test_a_frozen_clock_is_what_rows_are_dated_by(host: Host, saint_aubin: Territory, frozen: datetime) -> None:
    assert harvest_now(host.pair(saint_aubin)).tried_at == frozen
