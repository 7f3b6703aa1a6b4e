"""A real OpenID Connect server on loopback, as FranceConnect v2 and as ProConnect, and a visitor’s browser."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.http import HttpResponse
from django.test import Client

from dreamplus.cli.clone import oidc

SITE = "http://testserver"
SERVICES = ("franceconnect", "proconnect")


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, str]]:
    with oidc.providers(SITE) as started:
        yield started


@pytest.fixture
def providers(servers: dict[str, str], settings: Any) -> dict[str, str]:
    """Both services configured; their issuers by name."""
    settings.DREAM_ALLOW_LOOPBACK = True
    client = {"client_id": servers["client_id"], "secret": servers["client_secret"]}
    settings.DREAM_IDENTITY = {name: {"issuer": servers[name], **client} for name in SERVICES}
    return {name: servers[name] for name in SERVICES}


@dataclass
class Visitor:
    """A browser with its two jars of cookies: our site's, and the providers'."""

    providers: dict[str, str]
    client: Client = field(default_factory=Client)
    outside: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False))

    def starts(self, service: str, address: str = "", **words: str) -> str:
        """Presses our button; returns where it leads."""
        return onwards(self.client.post(address or f"/compte/identite/{service}/", words))

    def shows(self, location: str, *, refuse: bool = False, **claims: str) -> str:
        """Signs in at the provider; returns the address of ours to which it leads back."""
        page = self._follow(self.outside.get(location))
        if page.is_redirect:
            return page.headers["location"]
        assert page.status_code == 200, page.text
        typed = {"sub": "camille", "email": "camille@exemple.fr", "siret": "21590350100017"} | claims
        answer = self._follow(self.outside.post(page.url, data=typed | ({"refuse": "1"} if refuse else {})))
        return answer.headers["location"]

    def comes_back(self, address: str) -> HttpResponse:
        assert address.startswith(SITE), address
        return self.client.get(address.removeprefix(SITE), follow=True)

    def signs_in(self, service: str, **claims: str) -> HttpResponse:
        return self.comes_back(self.shows(self.starts(service), **claims))

    def connects(self, service: str, **claims: str) -> HttpResponse:
        return self.comes_back(self.shows(self.starts(service, f"/compte/identite/{service}/relier/"), **claims))

    def leaves(self) -> HttpResponse:
        """Signs out here, then at the provider, and comes back."""
        page = self.outside.get(onwards(self.client.post("/compte/logout/")))
        assert page.status_code == 200, page.text
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
        action = html.unescape(re.search(r'action="([^"]+)"', page.text).group(1))  # type: ignore[union-attr]
        answer = self._follow(self.outside.post(action, data=fields | {"logout": "yes"}))
        return self.comes_back(answer.headers["location"])

    def does_wrong(self, service: str, fault: str) -> None:
        """The provider will answer wrongly, once."""
        assert self.outside.post(f"{self.providers[service]}/fault", data={"name": fault}).status_code == 204

    def signed_in(self) -> bool:
        return "_auth_user_id" in self.client.session

    def _follow(self, answer: httpx.Response) -> httpx.Response:
        while answer.is_redirect and not answer.headers["location"].startswith(SITE):
            answer = self.outside.get(answer.url.join(answer.headers["location"]))
        return answer


def onwards(answer: HttpResponse) -> str:
    """Where a page of ours leads: its link and its header agree."""
    assert answer.status_code == 200, answer.get("Location")
    address = answer["Refresh"].removeprefix("0; url=")
    assert f'href="{html.escape(address)}"' in answer.content.decode()
    return address


def asked(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def said(answer: HttpResponse) -> str:
    """The messages shown, as one text."""
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.fixture
def visitor(providers: dict[str, str], db: None) -> Visitor:
    return Visitor(providers)


@pytest.fixture
def new_visitor(providers: dict[str, str], db: None) -> Callable[[], Visitor]:
    return lambda: Visitor(providers)
