"""However many are tried at once, a code is compared three times at most: in one process and in two."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from dreamplus.people.models import User
from dreamplus.people.testing import make_person

pytestmark = [pytest.mark.database_promise, pytest.mark.usefixtures("own_database")]
SCRIPT = Path(__file__).with_name("wrong_codes.py")
ROOT = Path(__file__).resolve().parents[3]
ASKED: dict[str, tuple[str, str]] = {
    "sign-in": ("/compte/login/", "/compte/login/code/confirm/"),
    "sign-up": ("/compte/login/", "/compte/login/code/confirm/"),
    "sign-up with a passkey": ("/compte/signup/passkey/", "/compte/confirm-email/"),
    "new password": ("/compte/password/reset/", "/compte/password/reset/confirm/"),
}


@pytest.fixture
def post_wrong_codes(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    import wrong_codes  # type: ignore[import-not-found]  # a script beside this file

    return wrong_codes.post_wrong_codes  # type: ignore[no-any-return]  # same


def _ask(address: str, email: str) -> tuple[Client, str]:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.post(address, {"login": email, "email": email})
    return client, client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("what", ASKED)
def test_sixty_four_wrong_codes_at_once(
    what: str, post_wrong_codes: Callable[..., int], last_code: Callable[[], str]
) -> None:
    ask, answer = ASKED[what]
    email = "nouvelle@exemple.fr" if what.startswith("sign-up") else make_person().email
    client, cookie = _ask(ask, email)
    right = last_code()

    compared = post_wrong_codes(cookie, 64, answer)

    assert 1 <= compared <= 3
    client.post(answer, {"code": right})
    assert "_auth_user_id" not in client.session
    assert not (client.session.get("account_password_reset_verification") or {}).get("code_confirmed")
    assert User.objects.filter(last_login=None).count() == User.objects.count()


def test_the_right_code_typed_from_many_tabs_opens_one_account(
    post_wrong_codes: Callable[..., int], last_code: Callable[[], str]
) -> None:
    """Three of them are compared, each is right: the database allows one account, and nobody sees an error."""
    _client, cookie = _ask("/compte/login/", "nouvelle@exemple.fr")
    assert 1 <= post_wrong_codes(cookie, 64, "/compte/login/code/confirm/", code=last_code()) <= 3
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("nouvelle@exemple.fr", True)]
    assert User.objects.count() == 1


@pytest.mark.parametrize("new", [False, True], ids=["known address", "new address"])
def test_sixty_four_wrong_codes_from_two_processes(own_database: Any, new: bool) -> None:
    _client, cookie = _ask("/compte/login/", "nouvelle@exemple.fr" if new else make_person().email)
    environment = {
        **os.environ,
        **own_database.environment,
        "DJANGO_SETTINGS_MODULE": "dreamplus.conf.settings.test",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
    }
    command = [sys.executable, str(SCRIPT), cookie, "32", "/compte/login/code/confirm/"]
    running = [
        subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _number in range(2)
    ]
    compared = [int(process.communicate(timeout=120)[0]) for process in running]
    assert 1 <= sum(compared) <= 3
