import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from dreamplus.core import access, housekeeping, ratelimit
from dreamplus.core.models import AccessLog, RateCount

AT = datetime(2026, 3, 1, 12, 0, 59, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.database_promise


@pytest.mark.django_db
def test_an_access_is_kept_a_year_then_erased() -> None:
    access.log(actor=7, purpose="people.export", subject="people.User:12", at=AT)
    access.purge(at=AT + timedelta(days=365))
    assert list(AccessLog.objects.values_list("actor_id", "purpose", "subject", "at")) == [
        ("7", "people.export", "people.User:12", AT)
    ]
    access.purge(at=AT + timedelta(days=366))
    assert not AccessLog.objects.exists()


@pytest.mark.django_db
def test_an_access_names_nobody_by_e_mail() -> None:
    with pytest.raises(ValueError, match="never by an e-mail"):
        access.log(actor=7, purpose="people.export", subject="marie@exemple.fr", at=AT)


@pytest.mark.django_db
def test_tries_are_counted_by_key_and_window() -> None:
    def tried(key: str, at: datetime) -> bool:
        return ratelimit.allow(key=key, limit=2, per=MINUTE, at=at)

    assert [tried("a", AT) for _ in range(4)] == [True, True, False, False]
    assert tried("b", AT)
    assert tried("a", AT + timedelta(seconds=1))
    ratelimit.forget("b")
    assert tried("b", AT)


@pytest.mark.django_db
def test_what_is_limited_cannot_be_read_from_the_table_and_does_not_stay() -> None:
    ratelimit.allow(key="192.0.2.7", limit=1, per=MINUTE, at=AT)
    assert "192.0.2.7" not in RateCount.objects.get().key
    housekeeping.purge_rates(at=AT + timedelta(hours=1))
    assert not RateCount.objects.exists()


@pytest.mark.django_db
def test_a_try_costs_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        ratelimit.allow(key="a", limit=1, per=MINUTE, at=AT)


@pytest.mark.usefixtures("own_database")
def test_parallel_tries_are_counted_one_by_one() -> None:
    allowed: list[bool] = []
    ready = threading.Barrier(16)
    # As a server that stays: whoever closes the last connection to a file of SQLite locks it for those who open one.
    connections["default"].ensure_connection()

    def attempt() -> None:
        ready.wait()
        allowed.append(ratelimit.allow(key="parallel", limit=3, per=MINUTE, at=AT))
        connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(allowed) == [False] * 13 + [True] * 3
