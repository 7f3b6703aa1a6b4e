"""One OpenID Connect provider for FranceConnect and ProConnect: the library's, with what it leaves out.

The library sends no nonce, checks no signature, reads userinfo as plain JSON, and lets the address of a request change
what is asked of the provider. Here the request is made of the catalogue alone, and every answer is read by `tokens`.
"""

from __future__ import annotations

import secrets
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import get_request_param
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from dreamplus.core import clock
from dreamplus.people.identity import discovery, http
from dreamplus.people.identity.catalogue import SERVICES
from dreamplus.people.identity.tokens import IdentityRefused, Reader


def fixed_address(name: str, *args: str) -> str:
    """An address of ours as it is declared to a provider: the same in every language."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(settings.DREAM_ORIGIN + reverse(name, args=args))


class StateAdapter(OpenIDConnectOAuth2Adapter):
    """The exchange with one provider, for one request. `state` is what the session kept since our button."""

    basic_auth = False
    state: dict[str, Any]

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        super().__init__(request, provider_id)
        self.service = SERVICES[provider_id]
        self.state = {}

    @property
    def openid_config(self) -> dict[str, Any]:
        return discovery.configuration(self.get_provider().issuer)

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return fixed_address("people:identity_return", self.provider_id)

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Raises `IdentityRefused` unless id_token and userinfo are both signed, ours, and about one person."""
        issuer, at = self.get_provider().issuer, clock.now().timestamp()
        named = get_request_param(request, "iss")
        if named and not constant_time_compare(named, issuer):
            raise IdentityRefused("the answer comes from another provider")
        reader = Reader(issuer, app.client_id, lambda fresh: discovery.keys(issuer, fresh=fresh))
        raw = str(kwargs["response"].get("id_token") or "")
        proof = reader.id_token(raw, nonce=self.state.get("nonce", ""), levels=self.service.levels, at=at)
        person = reader.userinfo(self._userinfo(token.token), subject=proof["sub"], at=at)
        self.state["id_token"] = raw
        self.state["end_session"] = self.openid_config.get("end_session_endpoint", "")
        self.state["email"] = person.get("email") if isinstance(person.get("email"), str) else ""
        return self.get_provider().sociallogin_from_response(request, {"userinfo": person})

    def _userinfo(self, access_token: str) -> str:
        with http.session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
        if answer.status_code != HTTPStatus.OK:
            raise IdentityRefused(f"userinfo answers {answer.status_code}")
        if answer.headers.get("content-type", "").partition(";")[0].strip() != "application/jwt":
            raise IdentityRefused("userinfo is not signed")
        return str(answer.text.strip())


class StateProvider(OpenIDConnectProvider):
    """What the library asks of a provider; `app` comes from the settings through `adapter.list_apps`."""

    id = "state"
    oauth2_adapter_class = StateAdapter
    supports_token_authentication = False
    kept: ClassVar[tuple[str, ...]] = ("siret",)
    """Claims stored beside `sub`: of a professional identity, which organisation it belongs to."""

    def serialize(self) -> dict[str, Any]:
        """By the name of the service: two services may have given us one client identifier."""
        return super().serialize() | {"id": self.app.provider_id}

    @property
    def issuer(self) -> str:
        return str(self.app.settings["issuer"])

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kept: Any
    ) -> HttpResponse:
        """To the provider; `kept` stays in the session with the nonce until the answer comes."""
        nonce = secrets.token_urlsafe(32)
        ask = partial(super().redirect, scope=self.get_scope(), auth_params=self.get_auth_params() | {"nonce": nonce})
        return ask(request, process, next_url, data, nonce=nonce, **kept)

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, str]:
        person = data["userinfo"]
        return {
            name: person[name] for name in self.kept if isinstance(person.get(name), str) and len(person[name]) < 20
        }

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: name and address are the person's to give."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: an address counts once its owner has typed the code sent to it."""
        return []
