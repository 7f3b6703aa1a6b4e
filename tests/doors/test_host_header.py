"""B11, host header: what a request says of its host reaches no page, no letter and no cache."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from dreamplus.people.testing import make_person
from tests.doors.lived import Lived

pytestmark = pytest.mark.django_db
EVIL = "ailleurs.example"
FORWARDED = dict.fromkeys(
    (
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_HOST",
        "HTTP_X_FORWARDED_SERVER",
        "HTTP_X_ORIGINAL_HOST",
        "HTTP_X_HTTP_HOST_OVERRIDE",
        "HTTP_X_ORIGINAL_URL",
        "HTTP_X_REWRITE_URL",
        "HTTP_X_FORWARDED_PREFIX",
        "HTTP_X_SCRIPT_NAME",
    ),
    EVIL,
) | {"HTTP_FORWARDED": f"host={EVIL};proto=https"}
"""What proxies write and others forge."""
LETTERS = (("/compte/login/", "login"), ("/compte/password/reset/", "email"), ("/compte/signup/passkey/", "email"))


@pytest.mark.parametrize(
    "host", [EVIL, f"testserver.{EVIL}", f"testserver@{EVIL}", "testserver:80@ailleurs.example", ""]
)
def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    client = Client()
    for where in ("/", "/compte/login/", "/robots.txt", "/federation/v1/head"):
        answer = client.get(where, HTTP_HOST=host)
        assert answer.status_code == 400, where
        assert EVIL not in answer.content.decode()


@pytest.mark.parametrize("reader", ["visitor", "agent"])
def test_forwarded_hosts_are_not_read(lived: Lived, reader: str) -> None:
    assert _named(lived, lived.reader(reader), EVIL, FORWARDED) == {}


@pytest.mark.parametrize("reader", ["visitor", "agent"])
def test_pages_name_the_site_and_not_the_host_that_was_asked(lived: Lived, reader: str, settings: Any) -> None:
    """A second name of the machine is obeyed (`DREAM_HOSTS`), and printed nowhere."""
    settings.ALLOWED_HOSTS = ["testserver", "second.exemple"]
    assert _named(lived, lived.reader(reader), "second.exemple", {"HTTP_HOST": "second.exemple"}) == {}


@pytest.mark.parametrize("asked", [FORWARDED, {"HTTP_HOST": "second.exemple"}], ids=["forwarded", "second name"])
@pytest.mark.parametrize("known", [True, False])
def test_letters_name_the_site_and_not_the_host_that_was_asked(
    asked: dict[str, str], known: bool, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "second.exemple"]
    email = make_person().email if known else "nouvelle@exemple.fr"
    for where, field in LETTERS:
        Client().post(where, {field: email}, **asked)
    assert len(mail.outbox) == 3
    words = "\n".join(str(letter.message()) for letter in mail.outbox)
    assert EVIL not in words
    assert "second.exemple" not in words
    assert "http://testserver/" in words


def _named(house: Lived, client: Client, host: str, asked: dict[str, str]) -> dict[str, str]:
    """Doors whose headers or words hold `host`, with what stands around it."""
    found, opened = {}, 0
    for where in [*house.addresses.values(), *house.pages]:
        answer = client.get(where, **asked)
        content = answer.getvalue() if answer.streaming else answer.content
        words = f"{dict(answer.items())}\n{content.decode('utf-8-sig', 'replace')}"
        opened += answer.status_code == 200
        if host in words:
            at = words.index(host)
            found[where] = words[max(0, at - 80) : at + 40]
    assert opened > 30
    return found
