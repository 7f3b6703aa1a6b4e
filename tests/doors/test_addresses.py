"""Who may open which address. One line for each address that needs no argument, written by hand: an address without
its line fails, so whoever adds one decides who enters."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

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
    "consultations_staff:board": STAFF,
    "consultations_staff:create": STAFF,
    "proposals:waiting": STAFF,
    "opendata:index": EVERYBODY,
    "polls_staff:create": STAFF,
    "participation_staff:activities": STAFF,
    "participation_staff:reports": STAFF,
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
# Libraries' own sign-in pages and the interface of Wagtail's editor accept a POST without token: they change nothing.
# Mail programs stop letters with one click and no cookie (RFC 8058): the signed address stands for the token.
STOPS_LETTERS = "dreamplus.notifications.views.stopping"
WITHOUT_A_TOKEN = {"dreamplus.people.closed_doors", "wagtail.admin.api.views", STOPS_LETTERS} | {
    f"wagtail.{kind}.api.admin.views" for kind in ("images", "documents")
}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "WITH")


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


def test_reading_writes_nothing(people: list[Client]) -> None:
    """Visitors only read, whatever they open; addresses with arguments included. Sessions apart."""
    visitor, *_others = people
    written = {}
    for name, where in addresses.examples().items():
        with CaptureQueriesContext(connection) as queries:
            visitor.get(where)
        changes = [sql for sql in map(told, queries) if sql.startswith(WRITES) and "DJANGO_SESSION" not in sql]
        if changes:
            written[name] = changes
    assert written == {}


def test_a_write_would_be_noticed() -> None:
    with CaptureQueriesContext(connection) as queries:
        make_person()
    assert any(told(query).startswith(WRITES) for query in queries)


def test_a_form_without_its_token_is_refused_everywhere(people: list[Client]) -> None:
    strict = Client(enforce_csrf_checks=True)
    seen = {name: strict.post(where).status_code for name, where in addresses.examples().items()}
    assert {name: status for name, status in seen.items() if status != 403} == {}


def test_who_needs_no_token_is_a_closed_list() -> None:
    exempt = {
        pattern.callback.__module__
        for _name, pattern in addresses.patterns()
        if getattr(pattern.callback, "csrf_exempt", False)
    }
    assert exempt == WITHOUT_A_TOKEN


def told(query: dict[str, Any]) -> str:
    return str(query["sql"]).strip().upper()
