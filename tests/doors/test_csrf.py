"""B11, forged requests: no address of ours obeys a form that does not carry the token of its page."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.doors import addresses
from tests.doors.lived import Lived
from tests.doors.test_no_write_on_get import told_to_write

pytestmark = pytest.mark.django_db
# What may be sent without a token, and what it answers here. Sign-in pages of libraries lead to ours and the interface
# of Wagtail's editor only reads. Mail programs stop letters with one click and no cookie (RFC 8058): the signed address
# stands for the token. Boxes and sites ask the witness, which reads no session and believes what is signed alone.
WITHOUT_A_TOKEN: dict[str, set[int]] = {
    "dreamplus.people.closed_doors": {302},
    "dreamplus.notifications.views.stopping": {403, 405},
    "dreamplus.federation.witness.views": {403, 405, 409},
}
READERS = ("visitor", "author", "administrator")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_without_its_token_nothing_is_obeyed(lived: Lived, method: str) -> None:
    """Whoever asks. A redirection to the sign-in page would be no refusal: the check comes first."""
    seen = {}
    for reader in READERS:
        strict = _strict(lived.reader(reader))
        for name, where in lived.addresses.items():
            with told_to_write() as tables:
                status = getattr(strict, method)(where).status_code
            expected = WITHOUT_A_TOKEN.get(addresses.ours()[name].callback.__module__, {403})
            if status not in expected or tables:
                seen[reader, name] = (status, tables)
    assert seen == {}


def test_with_a_token_of_another_browser_nothing_is_obeyed(lived: Lived) -> None:
    strict, other = _strict(lived.reader("author")), _strict(Client())
    for client in (strict, other):
        client.get("/compte/login/")
        client.get(lived.addresses["proposals:write"])
    theirs = other.cookies[settings.CSRF_COOKIE_NAME].value
    where = lived.addresses["proposals:withdraw"]
    assert strict.post(where, {"csrfmiddlewaretoken": theirs}).status_code == 403
    own = strict.cookies[settings.CSRF_COOKIE_NAME].value
    assert strict.post(where, {"csrfmiddlewaretoken": own}).status_code == 302


def test_who_needs_no_token_is_a_closed_list() -> None:
    exempt = {
        pattern.callback.__module__
        for _name, pattern in addresses.patterns()
        if getattr(pattern.callback, "csrf_exempt", False)
    }
    assert exempt == set(WITHOUT_A_TOKEN)


def _strict(client: Client) -> Client:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict
