"""The one door through which results are read: page and live call `published`, what leaves the house `public`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dreamplus.participation.enums import State, Visibility

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity


@dataclass(frozen=True)
class Copy:
    """The published result as a file to download; `detail` is its format."""

    label: str
    detail: str
    href: str


Builder = Callable[["Activity"], dict[str, Any] | None]
Copies = Callable[["Activity"], list[Copy]]
_builders: dict[str, Builder] = {}
_copies: list[Copies] = []


def register(kind: str, build: Builder) -> None:
    """Declares how the public result of a kind is built. The builder need not think of sealing."""
    _builders[kind] = build


def register_copies(provider: Copies) -> None:
    """Declares where the files of a published result are; whoever serves them asks `published` again."""
    if provider not in _copies:
        _copies.append(provider)


def copies(activity: Activity) -> list[Copy]:
    """The files in which a published result may be taken away."""
    return [copy for provider in _copies for copy in provider(activity)]


def is_sealed(activity: Activity, at: datetime) -> bool:
    """Whether nobody may read the result yet: until it is settled, unless the published rules say live."""
    state = activity.state(at)
    if state == State.SETTLED:
        return False
    return not (activity.results_visibility == Visibility.LIVE and state in (State.OPEN, State.CLOSED))


def public(activity: Activity, at: datetime) -> dict[str, Any] | None:
    """What anybody may read at `at`: for feeds, exports, open data and the region. None for a private activity."""
    return None if activity.is_private else published(activity, at)


def published(activity: Activity, at: datetime) -> dict[str, Any] | None:
    """What those who may read the activity read of its result at `at`.

    None while it is sealed, or for a kind without result.
    """
    builder = _builders.get(activity.kind)
    if builder is None or is_sealed(activity, at):
        return None
    return builder(activity)
