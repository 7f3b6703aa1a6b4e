"""What is held about a person, and how it goes: each application registers every model of its own that holds some.

A model holds some as soon as it points to a person or keeps an address, words or a file. `exempt` says why one that
looks so does not; `tests/architecture/test_personal_data.py` fails on a model that nobody has spoken for.

Erasing keeps what belongs to the public record (contributions without their author, ballots that name nobody) and
removes the person from it. A person may also ask that their words go: then `withdraw` runs before `erase`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise

from dreamplus.people.models import User


class Erase(Protocol):
    """Removes or anonymises what a model holds about `user`; runs in the transaction that deletes the account."""

    def __call__(self, *, user: User, at: datetime) -> None: ...


def nothing_to_tell(user: User) -> list[dict[str, Any]]:
    """The `export` of what is told elsewhere, or only serves machines (a key, a counter)."""
    return []


def goes_with_the_account(*, user: User, at: datetime) -> None:
    """The `erase` of rows that the database deletes with the account (a foreign key in CASCADE)."""


@dataclass(frozen=True)
class PersonalData:
    """One model (`app_label.Model`) that holds personal data: how it is exported, how it is erased.

    `what`: the data in words, as people read them in the notice. `why`: the processing it serves, a slug of
    `processings`. `keep`: its class in `rules.retention`. `withdraw`: how the person's words go, where they wrote some.
    """

    model: str
    export: Callable[[User], list[dict[str, Any]]]
    erase: Erase
    what: str | Promise = ""
    why: str = ""
    keep: str = ""
    withdraw: Erase | None = None


_registered: dict[str, PersonalData] = {}
_exempted: dict[str, str] = {}


def register(data: PersonalData) -> None:
    """Adds a model; a second registration of the same model replaces the first."""
    _registered[data.model] = data


def exempt(*models: str, because: str) -> None:
    """Says of models that look as if they held personal data why they hold none."""
    if not because.strip():
        raise ValueError("an exemption without its reason is none")
    _exempted.update(dict.fromkeys(models, because))


def registered() -> list[PersonalData]:
    """Every model registered, by name."""
    return [_registered[model] for model in sorted(_registered)]


def exempted() -> dict[str, str]:
    """The reason of every exempted model."""
    return dict(_exempted)


def export(user: User) -> dict[str, list[dict[str, Any]]]:
    """Everything held about `user`, by model."""
    return {data.model: data.export(user) for data in registered()}


def erase(*, user: User, at: datetime, words_too: bool = False) -> None:
    """Runs every eraser; a failing one leaves everything as it was (the caller holds the transaction)."""
    if words_too:
        for data in registered():
            if data.withdraw is not None:
                data.withdraw(user=user, at=at)
    for data in registered():
        data.erase(user=user, at=at)
