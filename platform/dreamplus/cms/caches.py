"""What every page needs and few people change: remembered for a few seconds, forgotten on a change.

With one process a change shows at once; another process that has its own memory shows it ten seconds later at most.
With Redis, every process forgets together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

SECONDS = 10
_GENERATION = "cms:generation"
_NOTHING = object()
Value = TypeVar("Value")


def remembered(name: str, make: Callable[[], Value]) -> Value:
    """The value made under `name` less than ten seconds ago, else made now."""
    key = f"cms:{cache.get(_GENERATION, 0)}:{name}"
    found = cache.get(key, _NOTHING)
    if found is not _NOTHING:
        return cast(Value, found)
    value = make()
    cache.set(key, value, SECONDS)
    return value


def forget(**_signal: Any) -> None:
    """Everything remembered is made again; called by signals, now and when the change is committed."""
    _new_generation()
    transaction.on_commit(_new_generation)


def _new_generation() -> None:
    cache.set(_GENERATION, uuid4().hex, None)
