"""Moderation alone: notes stand for the words of the applications above, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from dreamplus.core import clock
from dreamplus.moderation import subjects
from dreamplus.moderation.models import Case, Ground, NoticeReceived
from dreamplus.moderation.services import claim, found_charter, receive_notice
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


@dataclass
class Notes:
    """Words by key: text, author, and `visible`, `hidden` (with its reason), `waiting` or `gone`."""

    rows: dict[str, list[Any]] = field(default_factory=dict)
    reads: int = 0

    def add(self, key: str, text: str, author: Any = None, state: str = "visible") -> str:
        self.rows[key] = [text, author, state, ""]
        return key

    def state(self, key: str) -> str:
        return str(self.rows[key][2])

    def load(self, keys: Any) -> dict[str, subjects.Shown]:
        self.reads += 1
        return {
            key: subjects.Shown("Une note", row[0], f"/notes/{key}", row[1], row[2] == "visible", row[2] == "gone")
            for key in keys
            if (row := self.rows.get(key))
        }

    def hide(self, key: str, *, reason: str, at: datetime) -> None:
        self.set(key, "hidden", reason)

    def show(self, key: str, *, at: datetime) -> None:
        self.set(key, "visible")

    def hold(self, key: str, *, at: datetime) -> None:
        self.set(key, "waiting")

    def set(self, key: str, state: str, reason: str = "") -> None:
        self.rows[key][2:] = [state, reason]


@pytest.fixture(autouse=True)
def noon() -> Iterator[datetime]:
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Notes:
    made = Notes()
    subject = subjects.Subject(
        kind="note",
        label="Note",
        load=made.load,
        hide=made.hide,
        show=made.show,
        hold=made.hold,
        accepted=lambda author: sum(row[1] == author and row[2] == "visible" for row in made.rows.values()),
    )
    monkeypatch.setattr(subjects, "_subjects", {"note": subject})
    return made


@pytest.fixture
def charter(db: None) -> None:
    found_charter(at=NOON)


@pytest.fixture
def insult(charter: None) -> Ground:
    return Ground.objects.get(code="injure-diffamation")


@pytest.fixture
def advert(charter: None) -> Ground:
    return Ground.objects.get(code="publicite")


@pytest.fixture
def marie(db: None) -> User:
    return make_person(email="marie@exemple.fr", display_name="Marie")


@pytest.fixture
def ines(db: None) -> User:
    """Moderates."""
    return make_person(Role.MODERATOR)


@pytest.fixture
def omar(db: None) -> User:
    """Moderates too."""
    return make_person(Role.AGENT)


@pytest.fixture
def report(notes: Notes, marie: User, insult: Ground) -> Callable[..., NoticeReceived]:
    """Reports the note `key` of Marie, written when it is not there yet."""

    def sent(key: str = "a", **values: Any) -> NoticeReceived:
        if key not in notes.rows:
            notes.add(key, "Monsieur Dupuis est un voleur.", marie)
        given: dict[str, Any] = {
            "ground": insult,
            "explanation": "Il accuse mon père sans preuve.",
            "name": "Zoé",
            "email": "zoe@exemple.fr",
            "at": NOON,
        }
        return receive_notice(kind="note", key=key, **given | values)

    return sent


@pytest.fixture
def held(report: Callable[..., NoticeReceived], ines: User) -> Case:
    """A reported note, taken by Inès."""
    return claim(case=report().case, by=ines, at=NOON)
