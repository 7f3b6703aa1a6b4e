"""The one clock: on PostgreSQL the database's, so that a machine whose clock is wrong opens and closes nothing early or
late; on SQLite the machine's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.db import connection
from django.http import HttpRequest

_frozen: ContextVar[datetime | None] = ContextVar("dream_frozen_clock", default=None)
_scope: ContextVar[list[datetime] | None] = ContextVar("dream_clock_scope", default=None)


def now() -> datetime:
    """The instant, aware, in UTC. Inside a request (or `asked_once`) it is asked once and stays the same."""
    frozen_at = _frozen.get()
    if frozen_at is not None:
        return frozen_at
    scope = _scope.get()
    if scope is None:
        return _ask()
    if not scope:
        scope.append(_ask())
    return scope[0]


def _ask() -> datetime:
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(UTC)


@contextmanager
def asked_once() -> Iterator[None]:
    """Everything inside sees one instant, asked at its first use."""
    token = _scope.set([])
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """For tests: the clock stands at `at`, requests of the test client included."""
    if at.tzinfo is None:
        raise ValueError("the clock only knows aware instants")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield at
    finally:
        _frozen.reset(token)


class ClockMiddleware:
    """One instant for each request; nothing is asked of the database unless something needs it."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self._asynchronous = iscoroutinefunction(get_response)
        if self._asynchronous:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if self._asynchronous:
            return self._later(request)
        with asked_once():
            return self.get_response(request)

    async def _later(self, request: HttpRequest) -> Any:
        with asked_once():
            return await self.get_response(request)
