"""What happens to a proposal, without the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dreamplus.core.events import Event


@dataclass(frozen=True)
class ProposalPublished(Event):
    name: ClassVar[str] = "proposals.published"
    public: ClassVar[bool] = True
    activity: str
    proposal: str


@dataclass(frozen=True)
class ProposalWithdrawn(Event):
    name: ClassVar[str] = "proposals.withdrawn"
    public: ClassVar[bool] = True
    activity: str
    proposal: str


@dataclass(frozen=True)
class ProposalAnswered(Event):
    """An agent gave a status, and words where the status owes them."""

    name: ClassVar[str] = "proposals.answered"
    public: ClassVar[bool] = True
    activity: str
    proposal: str
    status: str
