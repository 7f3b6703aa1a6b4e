"""What happens to a list, without anybody who is on it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from dreamplus.core.events import Event


@dataclass(frozen=True)
class RollImported(Event):
    name = "rolls.imported"
    roll: UUID
    size: int


@dataclass(frozen=True)
class RollFrozen(Event):
    name = "rolls.frozen"
    roll: UUID
    size: int
    lines_hash: str


@dataclass(frozen=True)
class RollErased(Event):
    name = "rolls.erased"
    roll: UUID
    size: int
