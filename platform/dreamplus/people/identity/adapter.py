"""Where the accounts library asks us about identities from elsewhere."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dreamplus.people.identity import arrival, http
from dreamplus.people.identity.catalogue import SERVICES
from dreamplus.people.identity.provider import StateProvider
from dreamplus.people.models import User

log = logging.getLogger(__name__)


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Providers come from the settings alone; a person is known by `sub`, never by an address."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The services configured, without a query: a row in the database opens no door."""
        return [
            _app(key)
            for key, told in settings.DREAM_IDENTITY.items()
            if provider in (None, key, StateProvider.id) and client_id in (None, told["client_id"])
        ]

    def get_requests_session(self) -> http.Session:
        return http.session()

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """43 characters; the services want 32 at least."""
        return secrets.token_urlsafe(32)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Nothing is filled in about a person who has not been asked."""
        user: User = sociallogin.user
        return user

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """A known identity signs in; an unknown one is joined to the account of this session, or waits for one."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(arrival.join(request, sociallogin))
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(arrival.wait(request, sociallogin))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: StateProvider,
        error: str = AuthError.UNKNOWN,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """One sentence on the page where one can go on without the service."""
        context = extra_context or {}
        state, name = context.get("state"), provider.name
        if error == AuthError.CANCELLED:
            sentence = _("You did not go on with %(service)s. Nothing has changed.")
        elif isinstance(exception, http.Unreachable):
            sentence = _("%(service)s does not answer just now. Try again later, or receive a code by e-mail.")
        elif state is None:
            sentence = _("This request is too old or began in another browser. Please begin again.")
        else:
            sentence = _("%(service)s answered in a way that we cannot verify. Nothing has changed.")
        log.warning("%s: sign-in refused (%s)", name, exception or error)
        to_identities = state is not None and state["process"] == AuthProcess.CONNECT
        arrival.say(request, sentence % {"service": name})
        raise ImmediateHttpResponse(redirect("people:identities" if to_identities else "account_login"))


def _app(key: str) -> SocialApp:
    service, told = SERVICES[key], settings.DREAM_IDENTITY[key]
    return SocialApp(
        provider=StateProvider.id,
        provider_id=key,
        name=service.name,
        client_id=told["client_id"],
        secret=told["secret"],
        settings={
            "issuer": told["issuer"],
            "token_auth_method": "client_secret_post",
            "oauth_pkce_enabled": True,
            "scope": list(service.scopes),
            "auth_params": {"acr_values": service.acr_values},
        },
    )
