"""No path opens a staff session without the second factor: a table over every address of the staff side."""

from contextlib import suppress
from uuid import UUID

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from dreamplus.people.doors import MARK
from dreamplus.people.roles import STAFF, Role
from dreamplus.people.testing import make_person, sign_in

pytestmark = pytest.mark.django_db
MADE_UP = {IntConverter: 1, StringConverter: "x", SlugConverter: "x", UUIDConverter: UUID(int=1)}
METHODS = ["get", "post", "put", "patch", "delete", "head", "options"]


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= _names(pattern.url_patterns, inner)
        elif pattern.name:
            found.add(f"{space}{pattern.name}")
    return found


def staff_addresses() -> list[str]:
    """Every named address under /admin/ that needs no argument."""
    addresses = {"/admin/", "/admin/nothing/there/", "/admin/login/?next=/admin/", "/admin/password_reset/"}
    for name in sorted(_names(get_resolver().url_patterns)):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if address.startswith("/admin/"):
            addresses.add(address)
    return sorted(addresses)


def _opens(client: Client, address: str, method: str = "get") -> bool:
    answer = getattr(client, method)(address)
    led_away = answer.status_code == 302 and answer["Location"].startswith("/compte/")
    return not (led_away or answer.status_code == 403)


def test_the_staff_side_has_many_addresses() -> None:
    assert len(staff_addresses()) > 60


def test_no_address_of_the_staff_side_opens_for_a_visitor(client: Client) -> None:
    assert [address for address in staff_addresses() if _opens(client, address)] == []


def test_no_address_of_the_staff_side_opens_for_a_citizen(client: Client) -> None:
    sign_in(client, make_person())
    assert [address for address in staff_addresses() if _opens(client, address)] == []


@pytest.mark.parametrize("role", sorted(STAFF))
def test_no_address_opens_for_staff_whose_session_lacks_the_second_factor(client: Client, role: Role) -> None:
    sign_in(client, make_person(role), second_factor=False)
    assert [address for address in staff_addresses() if _opens(client, address)] == []


@pytest.mark.parametrize("method", METHODS)
def test_no_method_opens_a_staff_address_without_the_second_factor(client: Client, method: str) -> None:
    sign_in(client, make_person(Role.ADMINISTRATOR), second_factor=False)
    assert [address for address in staff_addresses()[:20] if _opens(client, address, method)] == []


def guarded_addresses() -> list[str]:
    """Every address of a view behind `staff_required` or of the staff's boards, with made-up arguments: the door stands
    before the search."""
    return sorted(_guarded(get_resolver().url_patterns, ""))


def _guarded(patterns: list[URLPattern | URLResolver], space: str) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= _guarded(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name and all(type(kind) in MADE_UP for kind in pattern.pattern.converters.values()):
            arguments = {name: MADE_UP[type(kind)] for name, kind in pattern.pattern.converters.items()}
            with suppress(NoReverseMatch):
                address = reverse(f"{space}{pattern.name}", kwargs=arguments)
                if address.startswith("/gestion/") or hasattr(pattern.callback, MARK):
                    found.add(address)
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_guarded_view_of_the_house_opens_without_the_second_factor(method: str) -> None:
    addresses = guarded_addresses()
    assert len(addresses) > 20
    visitor, citizen = Client(), sign_in(Client(), make_person())
    agent = sign_in(Client(), make_person(Role.ADMINISTRATOR), second_factor=False)
    opened = [
        (who, address)
        for who, client in (("visitor", visitor), ("citizen", citizen), ("administrator", agent))
        for address in addresses
        if getattr(client, method)(address).status_code != 405 and _opens(client, address, method)
    ]
    assert opened == []
