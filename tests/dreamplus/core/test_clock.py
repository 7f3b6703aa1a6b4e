import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse

from dreamplus.core import clock

AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_the_clock_stands_where_a_test_puts_it() -> None:
    with clock.frozen(AT):
        assert clock.now() == AT
        with clock.frozen(AT + timedelta(days=1)):
            assert clock.now() == AT + timedelta(days=1)
        assert clock.now() == AT


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001 - the fault
        pass


@pytest.mark.django_db
@pytest.mark.database_promise
def test_the_clock_is_aware_in_utc_and_right() -> None:
    now = clock.now()
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.django_db
@pytest.mark.database_promise
def test_a_request_asks_once_and_only_if_something_asks(django_assert_num_queries: Any) -> None:
    seen: list[datetime] = []

    def twice(request: HttpRequest) -> HttpResponse:
        seen.extend([clock.now(), clock.now()])
        return HttpResponse()

    asked = 1 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(asked):
        clock.ClockMiddleware(twice)(HttpRequest())
    assert seen[0] == seen[1]
    with django_assert_num_queries(0):
        clock.ClockMiddleware(lambda _: HttpResponse())(HttpRequest())


@pytest.mark.django_db
@pytest.mark.database_promise
def test_time_passes_between_requests_and_inside_a_long_task() -> None:
    first = clock.now()
    assert clock.now() > first


def test_an_asynchronous_request_sees_one_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    instants = iter([AT, AT + timedelta(seconds=1)])
    monkeypatch.setattr(clock, "_ask", lambda: next(instants))
    seen: list[datetime] = []

    async def twice(request: HttpRequest) -> HttpResponse:
        seen.extend([clock.now(), clock.now()])
        return HttpResponse()

    async def two_requests() -> None:
        middleware: Any = clock.ClockMiddleware(twice)  # type: ignore[arg-type]  # asynchronous on purpose
        await asyncio.gather(middleware(HttpRequest()), middleware(HttpRequest()))

    asyncio.run(two_requests())
    assert seen == [AT, AT, AT + timedelta(seconds=1), AT + timedelta(seconds=1)]
