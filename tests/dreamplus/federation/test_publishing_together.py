"""Several publishers at once, each in its own transaction: numbers without gap or double."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from dreamplus.federation import identity, services
from dreamplus.federation.models import Entry, Ledger
from dreamplus.federation.wire import chain, feed, keys
from dreamplus.federation.wire.chain import Known
from tests.dreamplus.federation.honest import AT, result

ORIGIN = "http://testserver"


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database without a transaction around the test; the list is emptied after it."""
    with django_db_blocker.unblock():
        yield
        Entry.objects.all().delete()
        Ledger.objects.all().delete()


@pytest.mark.database_promise
@pytest.mark.usefixtures("committed", "own_keys", "frozen")
def test_eight_publishers_make_one_chain() -> None:
    faults: list[Exception] = []

    def publish() -> None:
        try:
            for _ in range(3):
                body = result(page=f"{ORIGIN}/vote/1/")
                services.publish(type="result", thing=uuid4(), body=body, at=AT)
        except Exception as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    page = feed.decode(Client().get("/federation/v1/changes").content)
    trusted = {identity.load().thumbprint: keys.load_public(keys.public_jwk(identity.load().key))}
    outcome = chain.verify(page, issuer=ORIGIN, trusted=trusted, known=Known(), at=AT)
    assert faults == []
    assert [line.entry.seq for line in outcome.lines] == list(range(1, 25))
