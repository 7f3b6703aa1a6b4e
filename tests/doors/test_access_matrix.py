"""B5, the access matrix (`matrix.py`) tried: who opens which address, and who may post there.

An address without its line fails, so whoever adds one decides who enters. Addresses come from the resolver and lead to
things that are there (`world`); everything that is somebody's is the owner's. What libraries mount is tried in
`tests/dreamplus/people/test_staff_doors.py`, what only a form with words does in each application's own tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from dreamplus.people.models import TrustedBrowser
from dreamplus.people.rights.models import Consent
from tests.doors import addresses
from tests.doors.lived import Lived
from tests.doors.matrix import AGENTS, OPENED, POSTED, POSTS, staff
from tests.doors.world import READERS, World, make_world

pytestmark = pytest.mark.django_db
# Answers alike whoever's it is; only the owner's act reaches it.
OF_THE_OWNER: dict[str, type[Any]] = {
    "people:session_close": UserSession,
    "people:browser_forget": TrustedBrowser,
    "people:identity_part": SocialAccount,
    "rights:withdraw": Consent,
}


@pytest.fixture
def world(lived: Lived, settings: Any, tmp_path: Path) -> World:
    settings.DREAM_PRIVATE_MEDIA = tmp_path / "private"
    return make_world(lived)


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    assert set(addresses.ours()) == set(OPENED)
    assert {name for name, line in OPENED.items() if line == POSTED} == set(POSTS)


def test_who_opens_what(world: World) -> None:
    seen = {name: world.answers(name) for name in OPENED}
    assert {name: seen[name] for name in OPENED if seen[name] != OPENED[name]} == {}


def test_who_posts_where(world: World) -> None:
    seen = {name: world.answers(name, posting=True) for name in POSTS}
    assert {name: seen[name] for name in POSTS if seen[name] != POSTS[name]} == {}


def test_almost_every_address_leads_to_something(world: World) -> None:
    """What stays made up has nothing here to lead to, and says so in its line."""
    assert set(OPENED) - world.met == {
        "cms:territory",
        "cms_media",
        "federation:schema",
        "federation_staff:withdraw",
        "harvest:result",
        "notifications:confirm_address",
        "people:identity_connect",
        "people:identity_return",
        "people:identity_start",
        "theming:brand",
        "theming:icon",
        "theming:sample",
    }


@pytest.mark.parametrize("name", OF_THE_OWNER)
def test_what_is_somebodys_is_out_of_others_reach(world: World, lived: Lived, name: str) -> None:
    model = OF_THE_OWNER[name]
    owner = {"person" if model is Consent else "user": lived.author}
    before = list(model.objects.filter(**owner).order_by("pk").values())
    assert before
    for reader in READERS[2:]:
        world.clients[reader].post(world.where[name])
        assert list(model.objects.filter(**owner).order_by("pk").values()) == before, reader
    world.clients["owner"].post(world.where[name])
    assert list(model.objects.filter(**owner).order_by("pk").values()) != before


def test_a_staff_page_without_the_second_factor_leads_to_it(world: World) -> None:
    names = [name for name, line in OPENED.items() if line == staff(AGENTS)]
    assert len(names) > 20
    led = {name: world.clients["forgetful"].get(world.where[name])["Location"] for name in names}
    assert {name for name, place in led.items() if not place.startswith("/compte/2fa/reauthenticate/")} == set()
