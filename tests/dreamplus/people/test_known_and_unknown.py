"""Nobody learns from an answer whether an address has an account."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from dreamplus.people.testing import make_person
from tests.dreamplus.people.conftest import CODE

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]
Ask = Callable[[str], HttpResponse]
Code = Callable[[], str]


def test_an_unknown_address_and_a_known_one_are_answered_alike() -> None:
    """Status, place, headers and words of each page, and the letters: alike but for the address and the code."""
    known, unknown = make_person(email="connue@exemple.fr").email, "perdue@exemple.fr"
    seen = {email: [_told(answer, email) for answer in _every_question(email)] for email in (known, unknown)}
    assert seen[known] == seen[unknown]
    assert len(seen[known]) == 14
    letters = {email: [letter for letter in mail.outbox if letter.to == [email]] for email in (known, unknown)}
    assert len(letters[known]) == len(letters[unknown]) == len(mail.outbox) / 2
    for one, other in zip(*(letters[email][:3] for email in (known, unknown)), strict=True):  # sent for signing in
        assert CODE.search(str(one.body))
        assert _plain(f"{one.subject}{one.message()}", known) == _plain(f"{other.subject}{other.message()}", unknown)


def _every_question(email: str) -> Iterator[HttpResponse]:
    visitor = Client()
    for address, data in [
        ("/compte/login/", {"login": email}),
        ("/compte/login/code/confirm/", {"code": "0000-0000"}),
        ("/compte/login/code/confirm/", {"action": "resend"}),
        ("/compte/login/code/confirm/", {"code": "0000-0000"}),
        ("/compte/login/code/confirm/", {"code": "0000-0000"}),
        ("/compte/login/code/confirm/", {"code": "0000-0000"}),
        ("/compte/login/", {"login": email}),
        ("/compte/logout/", {}),
        ("/compte/signup/passkey/", {"email": email}),
        ("/compte/confirm-email/", {"code": "0000-0000"}),
        ("/compte/logout/", {}),
        ("/compte/password/reset/", {"email": email}),
        ("/compte/password/reset/confirm/", {"code": "0000-0000"}),
        ("/compte/login/", {"login": email, "password": "n’importe quoi ici"}),
    ]:
        yield visitor.post(address, data, follow=True)


def _told(answer: HttpResponse, email: str) -> tuple[object, ...]:
    way = getattr(answer, "redirect_chain", [])
    headers = {name: _plain(value, email) for name, value in answer.items() if name != "Expires"}
    return answer.status_code, way, headers, _plain(answer.content.decode(), email)


def _plain(words: str, email: str) -> str:
    """Without the address, tokens, codes, and what each letter has of its own."""
    tokens = r"""(csrfmiddlewaretoken" value=|nonce=|boundary=)"[^"]*"|'nonce-[^']*'|\d{4}-\d{4}"""
    of_letters = r"^(Message-ID|Date): .*$|^--=+\d+==(--)?$"
    return re.sub(f"{tokens}|{of_letters}", "", words.replace(email, "ADRESSE"), flags=re.M)
