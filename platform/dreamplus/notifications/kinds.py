"""The kinds of notice, declared here and filled by the applications above in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from dreamplus.notifications.rules.calendar import Channel

if TYPE_CHECKING:
    from dreamplus.notifications.models import Notice


@dataclass(frozen=True)
class Words:
    """A notice in the reader's language: a sentence, and the words it brings (an answer), a paragraph each."""

    line: str
    paragraphs: tuple[str, ...] = ()


Tell = Callable[[Sequence["Notice"]], Mapping[int, Words]]
"""From notices of one kind to their words, by number, in a fixed number of queries. What may no longer be shown is left
out, and is told nowhere."""


@dataclass(frozen=True)
class NoticeKind:
    """`personal`: it concerns what the person did, whether they follow it or not; otherwise it goes to followers.

    `of_own`: its subject is always the recipient's own work, so it is told in a private activity too.
    `many(number)`: one sentence for several of them on one subject; without it each has its own.
    """

    slug: str
    label: str | Promise
    tell: Tell
    default: Channel = Channel.DAILY
    personal: bool = False
    of_own: bool = False
    many: Callable[[int], str] | None = None


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> NoticeKind:
    """Declares a kind. Raises `ValueError` when another one holds the same slug."""
    if _kinds.get(kind.slug, kind) != kind:
        raise ValueError(f"the kind of notice {kind.slug!r} is registered twice")
    _kinds[kind.slug] = kind
    return kind


def get(slug: str) -> NoticeKind | None:
    return _kinds.get(slug)


def registered() -> tuple[NoticeKind, ...]:
    """Those that concern the person's own deeds first."""
    return tuple(sorted(_kinds.values(), key=lambda kind: (not kind.personal, kind.slug)))


def unregister(slug: str) -> None:
    """For tests."""
    _kinds.pop(slug, None)
