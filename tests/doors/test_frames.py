"""One page may be framed by another site: a result, which holds no form and knows nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from tests.doors.addresses import examples, plain
from tests.doors.conftest import CLOSING, NOON, SealedVote

pytestmark = pytest.mark.django_db
FRAMED = "polls:embed"


def may_be_framed(answer: HttpResponseBase) -> bool:
    """By another site: our own page editor frames its previews."""
    ancestors = re.search(r"frame-ancestors ([^;]*)", answer.headers.get("Content-Security-Policy", ""))
    closed = ancestors is not None and ancestors[1].strip() in ("'none'", "'self'")
    return not closed or answer.headers.get("X-Frame-Options") not in ("DENY", "SAMEORIGIN")


def test_every_page_but_one_refuses_to_be_framed(client: Client) -> None:
    found = {name for name, address in (examples() | plain()).items() if may_be_framed(client.get(address))}
    assert found <= {FRAMED}


def test_the_framed_result_holds_no_form_no_cookie_and_nobody(
    sealed: SealedVote, minute: Callable[[datetime], None]
) -> None:
    after = CLOSING + timedelta(hours=1)
    sealed.cast(red=7, blue=13, at=NOON)
    minute(after)
    reader = Client()
    reader.force_login(sealed.voters[0])
    with clock.frozen(after):
        answer = reader.get(reverse(FRAMED, args=[sealed.activity.uuid]))
        page = reader.get(reverse("polls:result", args=[sealed.activity.uuid])).content.decode()
    shown = answer.content.decode()
    assert may_be_framed(answer)
    assert "frame-ancestors *;" in answer.headers["Content-Security-Policy"] + ";"
    assert "arrive en tête avec 13" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert "<form" not in shown
    assert not answer.cookies
    assert "Mon compte" not in shown
    assert f"/vote/{sealed.activity.uuid}/encart/" in page
