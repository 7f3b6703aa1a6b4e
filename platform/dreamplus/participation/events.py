"""What happened, without any person in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from dreamplus.core.events import Event


@dataclass(frozen=True)
class ActivityOpened(Event):
    name: ClassVar[str] = "participation.activity_opened"
    public: ClassVar[bool] = True
    activity: str
    kind: str


@dataclass(frozen=True)
class ActivityClosesSoon(Event):
    """Two days are left, of four at least."""

    name: ClassVar[str] = "participation.activity_closes_soon"
    public: ClassVar[bool] = True
    activity: str
    kind: str


@dataclass(frozen=True)
class ActivityClosed(Event):
    name: ClassVar[str] = "participation.activity_closed"
    public: ClassVar[bool] = True
    activity: str
    kind: str


@dataclass(frozen=True)
class ActivitySettled(Event):
    """Its result may be read through `participation.publishing.published`."""

    name: ClassVar[str] = "participation.activity_settled"
    public: ClassVar[bool] = True
    activity: str
    kind: str


@dataclass(frozen=True)
class ClosingMoved(Event):
    """The closing of an open activity was moved, with a published reason."""

    name: ClassVar[str] = "participation.closing_moved"
    public: ClassVar[bool] = True
    activity: str
    closes_at: datetime


@dataclass(frozen=True)
class ContributionHidden(Event):
    name: ClassVar[str] = "participation.contribution_hidden"
    public: ClassVar[bool] = True
    activity: str
    contribution: str


@dataclass(frozen=True)
class ContributionWithdrawn(Event):
    """Its words are gone for good: whatever was copied from them elsewhere goes too."""

    name: ClassVar[str] = "participation.contribution_withdrawn"
    public: ClassVar[bool] = True
    activity: str
    contribution: str
