"""What can be moderated: declared here, filled by the applications that own the words, in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise


def _anybody(user: Any) -> bool:
    """Where nothing is private."""
    return True


@dataclass(frozen=True)
class Shown:
    """One contribution as its readers see it. `public`: neither hidden nor waiting; `gone`: its author took it back.

    `may_read(user)` says who may read where it stands: an activity may be private.
    """

    title: str
    text: str
    href: str
    author: Any
    public: bool
    gone: bool = False
    may_read: Callable[[Any], bool] = _anybody


class Hide(Protocol):
    """Puts a placeholder with `reason` in the place of the words; replies stay. Idempotent."""

    def __call__(self, key: str, *, reason: str, at: datetime) -> None: ...


class Show(Protocol):
    """Shows the words, whether they waited or were hidden; or takes them back to waiting. Idempotent."""

    def __call__(self, key: str, *, at: datetime) -> None: ...


@dataclass(frozen=True)
class Subject:
    """How words of one kind are read, hidden, shown, and held until a moderator has read them.

    `load(keys)` leaves out what does not exist, in a number of queries that does not depend on the keys.
    `accepted(author)` counts what that person has visible: the trust they have earned.
    """

    kind: str
    label: str | Promise
    load: Callable[[Sequence[str]], Mapping[str, Shown]]
    hide: Hide
    show: Show
    hold: Show
    accepted: Callable[[Any], int]


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Declares a kind. A second registration replaces the first."""
    _subjects[subject.kind] = subject


def get(kind: str) -> Subject | None:
    return _subjects.get(kind)


def registered() -> tuple[Subject, ...]:
    return tuple(_subjects[kind] for kind in sorted(_subjects))


def load(kind: str, key: str) -> Shown | None:
    """The words of that kind and key, or None."""
    subject = _subjects.get(kind)
    return subject.load([key]).get(key) if subject else None


def uuids(keys: Sequence[str]) -> list[UUID]:
    """Those of the keys that are uuids, for subjects known by one: keys come from addresses too."""
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found


def accepted(author: Any) -> int:
    """How much a person has visible, of every kind."""
    return sum(subject.accepted(author) for subject in _subjects.values())
