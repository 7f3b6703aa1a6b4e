"""Messages: a code one can read from afar, no double, no error page when the mail server is away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client, override_settings

from dreamplus.core import clock
from dreamplus.core.tasks.testing import run_all, run_periodic
from dreamplus.people.models import User
from dreamplus.people.testing import make_person

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]


class Away(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.mark.parametrize(("prefix", "language"), [("", "fr"), ("/en", "en"), ("/nl", "nl")])
def test_the_code_stands_alone_on_its_line_and_in_the_subject(
    client: Client, prefix: str, language: str, last_code: Callable[[], str]
) -> None:
    client.post(f"{prefix}/compte/login/", {"login": make_person().email})
    message = mail.outbox[-1]
    assert last_code() in message.subject
    assert last_code() in [line.strip() for line in str(message.body).splitlines()]
    page = str(message.alternatives[0][0])  # type: ignore[attr-defined]  # sent with both bodies
    assert f'<html lang="{language}">' in page
    assert f'<p class="code">{last_code()}</p>' in page


def test_when_the_mail_server_is_away_the_code_comes_later_and_once(client: Client) -> None:
    email = make_person().email
    with override_settings(EMAIL_BACKEND=f"{__name__}.Away"):
        answer = client.post("/compte/login/", {"login": email}, follow=True)
    assert answer.status_code == 200
    assert mail.outbox == []

    run_all()
    run_all()
    (message,) = mail.outbox
    code = re.search(r"\d{4}-\d{4}", str(message.body)).group()  # type: ignore[union-attr]  # absent code fails the test
    client.post("/compte/login/code/confirm/", {"code": code})
    assert "_auth_user_id" in client.session


def test_one_address_is_not_flooded_whichever_page_is_used() -> None:
    user = make_person()
    for _number in range(30):
        cache.clear()  # the library's own counts, which each process keeps for itself
        visitor = Client()
        visitor.post("/compte/password/reset/", {"email": user.email})
        visitor.post("/compte/signup/passkey/", {"email": user.email})
    assert len(mail.outbox) == 20


def test_accounts_begun_and_never_confirmed_are_forgotten_after_a_week(client: Client) -> None:
    client.post("/compte/signup/passkey/", {"email": "lea@exemple.fr"})
    confirmed = make_person()
    run_periodic("day", at=clock.now() + timedelta(days=6))
    assert User.objects.filter(email="lea@exemple.fr").exists()
    run_periodic("day", at=clock.now() + timedelta(days=8))
    assert not User.objects.filter(email="lea@exemple.fr").exists()
    assert User.objects.filter(pk=confirmed.pk).exists()
