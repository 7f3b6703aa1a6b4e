"""The event log: what happened, and what follows from it, in one transaction.

    @dataclass(frozen=True)
    class PollClosed(Event):
        name = "polls.closed"
        public = True
        activity: UUID
        ballots: int

    record(PollClosed(activity=activity.pk, ballots=12), at=at, actor_role="agent")

    @handles(PollClosed)
    def tell_followers(event: PollClosed, *, record_id: int, at: datetime) -> None: ...

A handler runs in the worker inside a transaction that also marks it done: what it writes is written once. It must be
short; slow work (mail, network) is a task that it enqueues. It may fail without undoing the act.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any, ClassVar, TypeVar, get_type_hints
from uuid import UUID

from django.db import transaction

from dreamplus.core.models import EventRecord
from dreamplus.core.tasks import registry
from dreamplus.core.tasks.queue import enqueue_all, prepared

_TYPES: dict[str, type[Event]] = {}
_HANDLERS: dict[str, list[registry.Definition]] = {}
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/\-]{0,99}")
_PERSONAL = re.compile(r"(^|_)(user|person|voter|author|actor|email|mail|phone|address|ip|first_name|last_name)(_id)?$")


class PayloadError(TypeError):
    """An event holds something that may be a person or free text."""


@dataclass(frozen=True)
class Event:
    """Base of every event. `name`: `application.what_happened`. Members: identifiers, counts and dates only."""

    name: ClassVar[str] = ""
    public: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        known = _TYPES.get(cls.name)
        if not cls.name or (known and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__)):
            raise TypeError(f"{cls.__qualname__} needs a name of its own; {cls.name!r} is empty or taken")
        _TYPES[cls.name] = cls


E_ = TypeVar("E_", bound=Event)
Handler = Callable[..., None]


def record(event: Event, *, at: datetime, actor_role: str = "") -> EventRecord:
    """Writes `event` and one task for each of its handlers, in the caller's transaction (or one of its own).

    Raises `PayloadError` when a member could name a person.
    """
    with transaction.atomic():
        row = EventRecord.objects.create(
            name=event.name, payload=payload_of(event), public=event.public, actor_role=actor_role, at=at
        )
        enqueue_all(
            [
                prepared(handler, kwargs={"record_id": row.pk}, due_at=at, key=f"{handler.name}:{row.pk}")
                for handler in _HANDLERS.get(event.name, [])
            ]
        )
    return row


def handles(event_type: type[E_], *, name: str = "", retries: int = 8) -> Callable[[Handler], Handler]:
    """Registers `fn(event, *, record_id, at)`, done at most once for each event. `name` keeps its identity when the
    function moves; by default module and function."""

    def register(function: Handler) -> Handler:
        title = f"event:{name or f'{function.__module__}.{function.__qualname__}'}"
        definition = registry.Definition(name=title, function=partial(_handle, function), retries=retries, atomic=True)
        registry.add(definition)
        _HANDLERS.setdefault(event_type.name, []).append(definition)
        return function

    return register


def _handle(function: Handler, *, record_id: int) -> None:
    row = EventRecord.objects.get(pk=record_id)
    function(event_from(row), record_id=record_id, at=row.at)


def event_from(row: EventRecord) -> Event:
    """The event that `row` keeps, with its types. Raises `LookupError` when no code knows it any more."""
    if row.name not in _TYPES:
        raise LookupError(f"no event is called {row.name}")
    event_type = _TYPES[row.name]
    hints = get_type_hints(event_type)
    known = {field.name for field in fields(event_type)}
    return event_type(**{key: _read(hints[key], value) for key, value in row.payload.items() if key in known})


def payload_of(event: Event) -> dict[str, Any]:
    """The members of `event` as JSON values. Raises `PayloadError`."""
    return {field.name: _plain(event, field.name) for field in fields(event)}


def _plain(event: Event, name: str) -> Any:
    if _PERSONAL.search(name):
        raise PayloadError(f"{event.name}.{name}: an event never holds a person")
    value = getattr(event, name)
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise PayloadError(f"{event.name}.{name}: an instant without time zone")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and (not value or _IDENTIFIER.fullmatch(value)):
        return value
    raise PayloadError(f"{event.name}.{name}: only identifiers, counts and dates, not {type(value).__name__}")


def _read(hint: Any, value: Any) -> Any:
    wanted = [kind for kind in getattr(hint, "__args__", (hint,)) if kind is not type(None)]
    kind = wanted[0]
    if value is None or not isinstance(kind, type):
        return value
    if issubclass(kind, (datetime, date)):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, (UUID, Enum)) else value
