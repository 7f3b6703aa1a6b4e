"""Which functions a worker knows, by name. No model here: applications import this from anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, update_wrapper
from typing import Any, Literal

Every = Literal["minute", "hour", "day"]


class Retry(Exception):
    """Raised by a task to be tried again, without counting as a fault of the code.

    `sentence` says why, without personal data: it is kept and shown to the administrator.
    """

    def __init__(self, sentence: str, *, after: timedelta | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.after = after


class GiveUp(Exception):
    """Raised by a task that will never succeed: it dies at once and doctor lists it with `sentence`."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Definition:
    """A function that a worker can run.

    `atomic`: run and marked done in one transaction, so that what it writes in the database is written once; it must
    then be short. Otherwise it may run again after a crash and must be idempotent.
    `alone`: at most one of this name runs at a time, whatever the number of workers; only with `atomic`.
    `slow`: never keeps quick ones waiting. `backoff`: the first wait, multiplied by four each time.
    """

    name: str
    function: Callable[..., Any]
    retries: int = 5
    atomic: bool = False
    alone: bool = False
    slow: bool = False
    priority: int = 0
    backoff: timedelta = timedelta(seconds=15)


@dataclass(frozen=True)
class Periodic:
    """A definition called at each slot; `spread` is how late at most this instance begins, so that two hundred
    instances on one machine do not all begin at once."""

    definition: Definition
    every: Every
    spread: timedelta


LIBRARY = "library:"
DEFINITIONS: dict[str, Definition] = {}
PERIODIC: dict[str, Periodic] = {}
_SPREAD = {"minute": timedelta(0), "hour": timedelta(minutes=5), "day": timedelta(hours=1)}


def add(definition: Definition) -> None:
    """Makes `definition` known. Raises `ValueError` when its name belongs to another function."""
    known = DEFINITIONS.get(definition.name)
    if known is not None and _origin(known.function) != _origin(definition.function):
        raise ValueError(f"two tasks are called {definition.name}")
    DEFINITIONS[definition.name] = definition


def _origin(function: Callable[..., Any]) -> tuple[str, str]:
    inner = function.args[0] if isinstance(function, partial) else function
    return (inner.__module__, inner.__qualname__)


class Task:
    """A function with `.enqueue(**kwargs)`; calling it runs it here and now."""

    def __init__(self, definition: Definition, function: Callable[..., Any]) -> None:
        self.definition = definition
        update_wrapper(self, function)

    @property
    def name(self) -> str:
        return self.definition.name

    def __call__(self, **kwargs: Any) -> Any:
        return self.definition.function(**kwargs)

    def enqueue(self, **kwargs: Any) -> int | None:
        """Writes the task in the caller's transaction; returns its number. `kwargs`: JSON values."""
        return self.enqueue_with(kwargs=kwargs)

    def enqueue_with(
        self, *, kwargs: dict[str, Any] | None = None, due_at: datetime | None = None, key: str | None = None
    ) -> int | None:
        """Like `enqueue`, not before `due_at`, and only if no task of this name ever had the same `key` (then None)."""
        from dreamplus.core.tasks import queue

        full_key = None if key is None else f"{self.name}:{key}"
        return queue.enqueue(self.definition, kwargs=kwargs or {}, due_at=due_at, key=full_key)


def task(
    *,
    name: str,
    retries: int = 5,
    atomic: bool = False,
    slow: bool = False,
    priority: int = 0,
    backoff: timedelta = timedelta(seconds=15),
) -> Callable[[Callable[..., Any]], Task]:
    """Makes a function of JSON keyword arguments a task; see `Definition` for the options."""

    def register(function: Callable[..., Any]) -> Task:
        definition = Definition(name, function, retries, atomic=atomic, slow=slow, priority=priority, backoff=backoff)
        add(definition)
        return Task(definition, function)

    return register


def periodic(
    every: Every, *, name: str, slow: bool = False, retries: int = 2, spread: timedelta | None = None
) -> Callable[[Callable[..., Any]], Task]:
    """Runs a function `fn(*, at)` once each minute, hour or day (local midnight), whatever the number of workers.

    `at` is the beginning of the slot. Slots missed while no worker ran are not made up for, the current one is: the
    function looks at what is due, not at what is new. It must be idempotent.
    """

    def register(function: Callable[..., Any]) -> Task:
        priority = 10 if every == "minute" else 0
        definition = Definition(name, partial(_tick, function), retries=retries, slow=slow, priority=priority)
        add(definition)
        PERIODIC[name] = Periodic(definition, every, _SPREAD[every] if spread is None else spread)
        return Task(definition, function)

    return register


def _tick(function: Callable[..., Any], *, at: datetime | str) -> None:
    function(at=datetime.fromisoformat(at) if isinstance(at, str) else at)
