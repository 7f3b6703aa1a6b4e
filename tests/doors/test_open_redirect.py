"""B11, open redirect: no address leads a reader to another site, whatever it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from dreamplus.people.testing import make_person
from tests.doors import addresses
from tests.doors.lived import Lived
from tests.doors.submissions import SUBMISSIONS

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "https://ailleurs.example/",
    "//ailleurs.example/",
    "/\\ailleurs.example",
    "///ailleurs.example",
    "https:ailleurs.example",
    "\thttps://ailleurs.example",
    "/\t/ailleurs.example",
    "https://testserver@ailleurs.example/",
    "https://testserver.ailleurs.example/",
    "javascript:alert(1)",
    "data:text/html,x",
)
NAMES = ("next", "redirect", "redirect_to", "return", "return_to", "url", "suite", "retour", "back")
THEIRS = ("account_", "mfa_", "wagtailcore_")


def doors(house: Lived) -> dict[str, str]:
    """Ours with arguments, the accounts library's that take none, and pages."""
    found = house.addresses | dict(enumerate(house.pages))  # type: ignore[operator]  # only the values matter
    for name, _pattern in addresses.patterns():
        if name.startswith(THEIRS):
            try:
                found.setdefault(name, reverse(name))
            except NoReverseMatch:
                continue
    return found


@pytest.mark.parametrize("reader", ["visitor", "author", "administrator"])
def test_no_address_leads_elsewhere(lived: Lived, reader: str) -> None:
    client, led, followed = lived.reader(reader), {}, 0
    signed_in = "_auth_user_id" in client.session
    for name, where in doors(lived).items():
        for target in ELSEWHERE[:3]:
            asked = dict.fromkeys(NAMES, target)
            for answer in (client.get(f"{where}?{urlencode(asked)}"), client.post(where, asked)):
                followed += 300 <= answer.status_code < 400
                if outside(answer, where):
                    led[name] = answer.get("Location")
            if signed_in and "_auth_user_id" not in client.session:
                client = lived.reader(reader)
    assert led == {}
    assert followed > 50


def test_a_form_that_is_obeyed_leads_nowhere_else(lived: Lived) -> None:
    """What follows the writing: a form refused would lead nowhere at all."""
    led, followed = {}, set()
    for posted in SUBMISSIONS:
        where = lived.addresses[posted.name]
        for target in ELSEWHERE[:3]:
            with transaction.atomic():
                client = lived.reader(posted.reader)
                asked = dict.fromkeys(NAMES, target) | posted.filled(client, lived)
                answer = client.post(f"{where}?{urlencode({'next': target})}", asked)
                transaction.set_rollback(True)
            if 300 <= answer.status_code < 400:
                followed.add(posted.name)
            if outside(answer, where):
                led[posted.name] = answer["Location"]
    assert led == {}
    assert len(followed) > 20


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("known", [True, False])
def test_signing_in_leads_nowhere_else(target: str, known: bool) -> None:
    email = make_person().email if known else "nouvelle@exemple.fr"
    client = Client()
    steps = [
        client.get("/compte/login/", {"next": target}),
        client.post(f"/compte/login/?{urlencode({'next': target})}", {"login": email, "next": target}),
        client.get("/compte/login/code/confirm/", {"next": target}),
    ]
    code = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert code
    steps.append(client.post("/compte/login/code/confirm/", {"code": code.group(), "next": target}))
    assert "_auth_user_id" in client.session
    steps.append(client.post("/compte/logout/", {"next": target}))
    assert [outside(answer, "/compte/login/") for answer in steps] == [False] * 5
    assert [links_out(answer) for answer in steps] == [[]] * 5


def outside(answer: Any, where: str) -> bool:
    """Whether a browser that follows `answer` leaves the site. Browsers read a backslash as a slash and drop tabs."""
    location = re.sub(r"[\t\r\n]", "", answer.get("Location", "").strip()).replace("\\", "/")
    if location.startswith("///"):
        return True
    parts = urlsplit(urljoin(f"http://testserver{where}", location))
    return (parts.scheme, parts.netloc) != ("http", "testserver")


def links_out(answer: Any) -> list[str]:
    """What the page offers to follow or to post to, on the other site."""
    return list(_found(answer.content.decode()))


def _found(page: str) -> Iterator[str]:
    for target in re.findall(r'(?:href|action|formaction)="([^"]*)"', page):
        if "ailleurs.example" in target.partition("?")[0] or target.startswith(("javascript:", "data:text")):
            yield target


@pytest.mark.parametrize("target", ELSEWHERE)
def test_an_answer_that_led_elsewhere_would_be_noticed(target: str) -> None:
    assert outside({"Location": target}, "/compte/login/") or target.startswith("https:ailleurs")
