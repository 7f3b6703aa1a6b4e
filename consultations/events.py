"""What happens to a consultation, without the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dreamplus.core.events import Event


@dataclass(frozen=True)
class OutcomePublished(Event):
    """For the first time. `page` and `process`: keys shared by the translations of a page."""

    name: ClassVar[str] = "consultations.outcome_published"
    public: ClassVar[bool] = True
    page: str
    process: str
