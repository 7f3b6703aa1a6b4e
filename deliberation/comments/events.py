"""What happens under things that are commented on, without the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dreamplus.core.events import Event


@dataclass(frozen=True)
class CommentPosted(Event):
    name: ClassVar[str] = "comments.posted"
    public: ClassVar[bool] = True
    comment: str
    reply: bool
