"""Which topics exist, who may read them, and their payload as ready bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import dumps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

KEY = re.compile(r"[A-Za-z0-9_.:\-]{1,100}")
LARGEST = 64_000


@dataclass(frozen=True)
class Topic:
    """`payload(key)` is the same for every reader: nothing about one person, nothing sealed; None when there is nothing
    under this key. `may_read(user, key)` is asked at each poll, at each connection and once a minute while it lasts.
    Both only read the database, in a few milliseconds."""

    name: str
    may_read: Callable[[Any, str], bool]
    payload: Callable[[str], dict[str, Any] | None]


@dataclass(frozen=True)
class Message:
    """A payload ready to be sent: JSON text and its entity tag."""

    text: str
    etag: str


_TOPICS: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    """Makes `topic` known; in `AppConfig.ready()` or in the application's `live.py`."""
    known = _TOPICS.get(topic.name)
    if known is not None and known != topic:
        raise ValueError(f"two live topics are called {topic.name}")
    _TOPICS[topic.name] = topic


@contextmanager
def temporarily(topic: Topic) -> Iterator[None]:
    """For tests: `topic` is known inside."""
    register(topic)
    try:
        yield
    finally:
        del _TOPICS[topic.name]


def readable(user: Any, name: str, key: str) -> Topic | None:
    """The topic, when it exists and `user` may read it under `key`; unknown and forbidden look the same."""
    topic = _TOPICS.get(name)
    if topic is None or not KEY.fullmatch(key) or not topic.may_read(user, key):
        return None
    return topic


def message(name: str, key: str) -> Message | None:
    """Builds the payload of a known topic now. Raises `ValueError` when it is larger than 64 kB."""
    payload = _TOPICS[name].payload(key)
    if payload is None:
        return None
    text = dumps(payload, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if len(text) > LARGEST:
        raise ValueError(f"the payload of {name} is larger than {LARGEST} characters")
    return Message(text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"')
