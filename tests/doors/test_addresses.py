"""Who may open which address. One line for each address that needs no argument, written by hand: an address without
its line fails, so whoever adds one decides who enters."""

from __future__ import annotations

import pytest
from django.test import Client

from dreamplus.cms.services import found_site
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from tests.doors import addresses

pytestmark = pytest.mark.django_db

EVERYBODY = (200, 200, 200, 200, 200)
SIGNED_IN = (302, 200, 200, 200, 200)
STAFF = (302, 403, 302, 200, 200)
SIGNPOST = (302, 302, 302, 302, 302)
POSTED = (405, 405, 405, 405, 405)
NOBODY = (404, 404, 404, 404, 404)
WITHOUT_A_TERRITORY = (503, 503, 503, 503, 503)

#                    visitor, citizen, agent without second factor, agent, administrator
TABLE: dict[str, tuple[int, int, int, int, int]] = {
    "theming:elements": NOBODY,  # shown in development only
    "federation:discovery": WITHOUT_A_TERRITORY,
    "federation:changes": WITHOUT_A_TERRITORY,
    "federation:head": WITHOUT_A_TERRITORY,
    "robots": EVERYBODY,
    "sitemap": EVERYBODY,
    "security_txt": EVERYBODY,
    "cms_admin_css": EVERYBODY,
    "dream_brand_preview": (302, 403, 302, 302, 200),  # an agent is led back to the home page of the staff side
    "people:home": SIGNED_IN,
    "people:profile": SIGNED_IN,
    "people:second_factor": (302, 200, 302, 302, 302),  # who has one is led to their account
    "people:residence": SIGNED_IN,
    "people:counter": STAFF,
    "people:quarters": STAFF,
    "people:team": (302, 403, 403, 403, 200),
    "people:delete": (302, 200, 302, 302, 302),  # staff show their second factor again
    "people:deleted": EVERYBODY,
    "people:same_person": SIGNED_IN,
    "rights:mine": SIGNED_IN,
    "rights:ask": POSTED,
    "rights_staff:register": (302, 403, 403, 403, 200),
    "rights_staff:register_csv": (302, 403, 403, 403, 200),
    "rights_staff:purges": (302, 403, 403, 403, 200),
    "people:identities": SIGNED_IN,
    "people:identity_forget": (405, 405, 405, 405, 405),  # by a button only
    "people:identity_left": (200, 302, 302, 302, 302),  # who is signed in has not left
    "account_logout": (302, 200, 200, 200, 200),
    "usersessions_list": SIGNED_IN,
    "notifications:list": SIGNED_IN,
    "notifications:read": (405, 405, 405, 405, 405),
    "notifications:preferences": SIGNED_IN,
    "notifications:ask_confirmation": (405, 405, 405, 405, 405),
    "notifications:returned": (302, 403, 403, 403, 200),
    "account_signup": SIGNPOST,  # one page to sign in and to sign up
    "account_request_login_code": SIGNPOST,
    "account_confirm_login_code": (200, 302, 302, 302, 302),  # who is signed in has no code to type
    "rolls:claim": EVERYBODY,
    "rolls_staff:rolls": STAFF,
    "rolls_staff:create": STAFF,
    "rolls_staff:template": STAFF,
    "rolls_staff:counter": STAFF,
    "consultations_staff:board": STAFF,
    "consultations_staff:create": STAFF,
    "proposals:waiting": STAFF,
    "opendata:index": EVERYBODY,
    "polls_staff:create": STAFF,
    "participation_staff:activities": STAFF,
    "participation_staff:archived": STAFF,
    "participation_staff:reports": (302, 403, 302, 301, 301),  # the queue of moderation
    "moderation:log": EVERYBODY,
    "moderation:charter": EVERYBODY,
    "moderation:log_csv": EVERYBODY,
    "moderation:counts": EVERYBODY,
    "moderation:counts_csv": EVERYBODY,
    "moderation:mine": SIGNED_IN,
    "moderation_staff:queue": STAFF,
    "moderation_staff:charter": STAFF,
    "moderation_staff:grounds": STAFF,
    "moderation_staff:new_ground": STAFF,
    "moderation_staff:export": STAFF,
    "participation:enter": EVERYBODY,
    "harvest:results": EVERYBODY,
    "harvest:communes": EVERYBODY,
    "demonstration:mailbox": NOBODY,  # outside a demonstration
    "demonstration:reset": NOBODY,
    "demonstration:resetting": NOBODY,
    "cms:search": EVERYBODY,
    "cms:contact": SIGNPOST,
    "cms:site_map": SIGNPOST,
    "cms:legal_notice": SIGNPOST,
    "cms:personal_data": SIGNPOST,
    "cms:accessibility": SIGNPOST,
    "cms:territories": EVERYBODY,
}


@pytest.fixture
def people() -> list[Client]:
    """In the order of the table, in a site that has just been founded."""
    found_site(name="Wattrelin")
    return [
        Client(),
        sign_in(Client(), make_person()),
        sign_in(Client(), make_person(Role.AGENT), second_factor=False),
        sign_in(Client(), make_person(Role.AGENT)),
        sign_in(Client(), make_person(Role.ADMINISTRATOR)),
    ]


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    assert set(addresses.plain()) == set(TABLE)


def test_who_opens_what(people: list[Client]) -> None:
    where = addresses.plain()
    seen = {name: tuple(person.get(where[name]).status_code for person in people) for name in TABLE}
    assert {name: seen[name] for name in TABLE if seen[name] != TABLE[name]} == {}


def test_a_staff_page_without_the_second_factor_leads_to_it(people: list[Client]) -> None:
    _visitor, _citizen, forgetful, *_others = people
    where = addresses.plain()
    asked = {name: forgetful.get(where[name])["Location"] for name in TABLE if TABLE[name] == STAFF}
    assert len(asked) >= 6
    assert {name for name, led in asked.items() if not led.startswith("/compte/2fa/reauthenticate/")} == set()
