"""What is held about a person, and how it goes: each application that holds some registers it here.

Erasing keeps what belongs to the public record (contributions without their author, ballots that name nobody) and
removes the person from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dreamplus.people.models import User


class Erase(Protocol):
    """Removes or anonymises what a model holds about `user`; runs in the transaction that deletes the account."""

    def __call__(self, *, user: User, at: datetime) -> None: ...


@dataclass(frozen=True)
class PersonalData:
    """One model (`app_label.Model`) that holds personal data: how it is exported, how it is erased."""

    model: str
    export: Callable[[User], list[dict[str, Any]]]
    erase: Erase


_registered: dict[str, PersonalData] = {}


def register(data: PersonalData) -> None:
    """Adds a model; a second registration of the same model replaces the first."""
    _registered[data.model] = data


def registered() -> list[PersonalData]:
    """Every model registered, by name."""
    return [_registered[model] for model in sorted(_registered)]


def export(user: User) -> dict[str, list[dict[str, Any]]]:
    """Everything held about `user`, by model."""
    return {data.model: data.export(user) for data in registered()}


def erase(*, user: User, at: datetime) -> None:
    """Runs every eraser; a failing one leaves everything as it was (the caller holds the transaction)."""
    for data in registered():
        data.erase(user=user, at=at)
