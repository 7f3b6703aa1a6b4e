"""What happened, without any person in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dreamplus.core.events import Event


@dataclass(frozen=True)
class NoticeCame(Event):
    """Somebody reported words."""

    name: ClassVar[str] = "moderation.notice_came"
    public: ClassVar[bool] = False
    case: str
    subject_kind: str


@dataclass(frozen=True)
class CaseDecided(Event):
    """A decision, or the answer to an appeal."""

    name: ClassVar[str] = "moderation.case_decided"
    public: ClassVar[bool] = True
    case: str
    subject_kind: str
    measure: str
