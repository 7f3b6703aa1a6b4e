"""A mailbox to read codes from, and steps that several journeys share."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

CODE = re.compile(r"\b\d{4}-\d{4}\b")
Post = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def _no_tries_before() -> None:
    """The library's own counts live in the memory of the process; each test begins without any."""
    cache.clear()


@pytest.fixture
def last_code() -> Callable[[], str]:
    """The code of the last message sent."""
    return lambda: CODE.search(str(mail.outbox[-1].body)).group()  # type: ignore[union-attr]  # absent code fails the test


@pytest.fixture
def ask_code(client: Client) -> Callable[[str], HttpResponse]:
    return lambda email: client.post("/compte/login/", {"login": email}, follow=True)


@pytest.fixture
def type_code(client: Client) -> Callable[[str], HttpResponse]:
    return lambda code: client.post("/compte/login/code/confirm/", {"code": code}, follow=True)


def page_title(answer: HttpResponse) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.S)
    return found.group(1).strip() if found else ""
