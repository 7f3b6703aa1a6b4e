"""What happens to sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dreamplus.core.events import Event


@dataclass(frozen=True)
class SourcePaired(Event):
    name: ClassVar[str] = "harvest.source_paired"
    public: ClassVar[bool] = True
    source: int
    territory: str


@dataclass(frozen=True)
class SourceQuarantined(Event):
    """An answer contradicts what was signed before; a person must look."""

    name: ClassVar[str] = "harvest.source_quarantined"
    public: ClassVar[bool] = True
    source: int
    fault: str


@dataclass(frozen=True)
class LinesHarvested(Event):
    name: ClassVar[str] = "harvest.lines_harvested"
    public: ClassVar[bool] = True
    source: int
    first: int
    last: int
