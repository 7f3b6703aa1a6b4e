"""A kind of notice and a subject of the suite's own, a real mail server, and the worker's minute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dreamplus.core import clock
from dreamplus.core.tasks.testing import run_all
from dreamplus.notifications import kinds, subjects
from dreamplus.notifications.kinds import NoticeKind, Words
from dreamplus.notifications.models import Follow, Notice
from dreamplus.notifications.rules.calendar import Channel
from dreamplus.notifications.services.delivering import deliver_due
from dreamplus.notifications.services.noting import notify, tell_followers
from dreamplus.notifications.subjects import Subject, SubjectType
from dreamplus.notifications.tasks import look
from dreamplus.people.models import User
from dreamplus.people.testing import make_person
from tests.dreamplus.notifications.mailserver import MailServer

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
TITLES: dict[str, str] = {}


@pytest.fixture
def noon() -> Iterator[datetime]:
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def bench() -> Iterator[None]:
    """`bench:1` to `bench:5` are public while `TITLES` has them; kinds: `test.daily`, `test.at_once`, `test.many`."""
    TITLES.clear()
    TITLES.update({str(number): f"Banc {number}" for number in range(1, 6)})
    subjects.register(SubjectType("bench", "Bench", describe))
    made = [
        NoticeKind("test.daily", "Daily", tell, Channel.DAILY),
        NoticeKind("test.at_once", "At once", tell, Channel.AT_ONCE, personal=True),
        NoticeKind("test.many", "Many", tell, Channel.DAILY, many=lambda number: f"{number} nouveautés"),
    ]
    for kind in made:
        kinds.register(kind)
    yield
    for kind in made:
        kinds.unregister(kind.slug)


def describe(identifiers: Sequence[str]) -> Mapping[str, Subject]:
    return {one: Subject(TITLES[one], f"/banc/{one}/") for one in identifiers if one in TITLES}


def tell(notices: Sequence[Notice]) -> Mapping[int, Words]:
    return {
        notice.pk: Words(f"nouvelle {notice.key}", (notice.payload["text"],) if "text" in notice.payload else ())
        for notice in notices
        if not notice.payload.get("hidden")
    }


@pytest.fixture
def marie(noon: datetime, db: None) -> User:
    return make_person(email="marie@exemple.fr", display_name="Marie")


@pytest.fixture
def karim(noon: datetime, db: None) -> User:
    return make_person(email="karim@exemple.fr", display_name="Karim")


def follows(person: User, *numbers: int) -> None:
    Follow.objects.bulk_create([Follow(person=person, subject=f"bench:{number}", since=NOON) for number in numbers])


def note(person: User, kind: str = "test.at_once", key: str = "1", number: int = 1, **payload: Any) -> None:
    """One notice for `person`, written now."""
    notify(people=[person.pk], kind=kind, key=key, subject=f"bench:{number}", payload=payload, at=clock.now())


def spread(kind: str = "test.daily", key: str = "1", number: int = 1, **more: Any) -> None:
    """One notice for each follower, through the worker."""
    tell_followers(of=[f"bench:{number}"], kind=kind, key=key, subject=f"bench:{number}", at=clock.now(), **more)
    run_all(clock.now())


def minute(at: datetime) -> None:
    """What the worker does for notices in that minute."""
    with clock.frozen(at):
        look(at=at)
        run_all(at)


def round_of(at: datetime) -> int:
    with clock.frozen(at):
        return deliver_due(at=at).sent


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A server of this test's own, to which letters go by SMTP."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.address
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield server
    server.stop()
