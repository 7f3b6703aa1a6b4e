from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Site

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.services import create_confirmed_user
from dreamplus.people.testing import make_person, sign_in
from polls.pages import PollPage
from polls.services import create_poll, open_poll
from polls.services.casting import cast_ballot, new_key

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CLOSING = NOON + timedelta(days=10)
PROJECTS = [
    ("La halle ouverte", "Un toit de bois"),
    ("Le jardin de marché", "Quarante tilleuls"),
    ("La place à vivre", ""),
]
HALL, GARDEN, SQUARE = "la-halle-ouverte", "le-jardin-de-marche", "la-place-a-vivre"


@pytest.fixture(autouse=True)
def _keys_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.DREAM_KEYS = tmp_path / "keys"


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def an_hour_after_the_opening(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of pages, and the one the writing statement asks: both stand an hour after the opening."""
    from polls.services import casting
    from polls.views import voting

    monkeypatch.setattr(voting, "cast_ballot", lambda **values: casting.cast_ballot(at=clock.now(), **values))
    with clock.frozen(noon + timedelta(hours=1)):
        yield


@pytest.fixture
def home(db: None) -> Page:
    return Site.objects.get(is_default_site=True).root_page


@pytest.fixture
def make_page() -> Callable[..., PollPage]:
    """A vote written by an agent, still in draft: three projects, from noon for ten days."""

    def make(parent: Page | None = None, **values: Any) -> PollPage:
        parent = parent or Site.objects.get(is_default_site=True).root_page
        defaults: dict[str, Any] = {
            "title": "Quel projet pour la place ?",
            "question": "Quel projet voulez-vous ?",
            "options": PROJECTS,
            "opens_at": NOON,
            "closes_at": CLOSING,
            "at": NOON - timedelta(days=1),
        }
        return create_poll(parent=parent, **defaults | values)

    return make


@pytest.fixture
def make_poll(make_page: Callable[..., PollPage]) -> Callable[..., Activity]:
    """The same, open at noon with its rules frozen."""

    def make(parent: Page | None = None, **values: Any) -> Activity:
        activity = make_page(parent, **values).activity
        open_poll(activity=activity, by=None, at=NOON)
        return activity

    return make


@pytest.fixture
def poll(home: Page, make_poll: Callable[..., Activity]) -> Activity:
    return make_poll(home)


@pytest.fixture
def make_voter() -> Callable[[str], User]:
    return lambda name: create_confirmed_user(email=f"{name}@exemple.fr")


@pytest.fixture
def marie(db: None, make_voter: Callable[[str], User]) -> User:
    return make_voter("marie")


@pytest.fixture
def vote() -> Callable[..., Any]:
    """One vote with a form of its own, one hour after the opening unless said otherwise."""

    def cast(
        activity: Activity, voter: User, *choices: str, at: datetime = NOON + timedelta(hours=1), **more: Any
    ) -> Any:
        return cast_ballot(
            activity=activity, voter=voter, choices=choices, key=more.pop("key", None) or new_key(), at=at, **more
        )

    return cast


@pytest.fixture
def signed_in(client: Client, marie: User) -> Client:
    client.force_login(marie)
    return client


@pytest.fixture
def agent(client: Client) -> Client:
    return sign_in(client, make_person(Role.AGENT))


@pytest.fixture
def two() -> Callable[[], tuple[User, User]]:
    return lambda: (make_person(Role.AGENT, display_name="Anne"), make_person(Role.OFFICIAL, display_name="Bruno"))
