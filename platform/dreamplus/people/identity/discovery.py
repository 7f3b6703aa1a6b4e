"""What a provider publishes about itself: its addresses and its keys, remembered for ten minutes."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dreamplus.people.identity import http
from dreamplus.people.identity.tokens import IdentityRefused

REMEMBERED = 600  # seconds
ASKED_AGAIN_AFTER = 60  # seconds: a stranger's token cannot make us ask for keys at each request
NEEDED = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
SEEN_BY_BROWSERS = ("authorization_endpoint", "end_session_endpoint")


def configuration(issuer: str) -> dict[str, Any]:
    """The provider's own description. Raises `http.Unreachable`, `IdentityRefused` when it is not usable."""
    known: dict[str, Any] | None = cache.get(f"identity:configuration:{issuer}")
    if known is None:
        known = _object(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if known.get("issuer") != issuer:
            raise IdentityRefused("the provider names another issuer than the setting")
        if not all(isinstance(known.get(name), str) for name in NEEDED):
            raise IdentityRefused("the provider does not describe all its addresses")
        if not all(_may_be_visited(known[name]) for name in SEEN_BY_BROWSERS if known.get(name)):
            raise IdentityRefused("the provider's pages are not under https")
        cache.set(f"identity:configuration:{issuer}", known, REMEMBERED)
    return known


def keys(issuer: str, *, fresh: bool = False) -> KeySet:
    """The keys the provider signs with. `fresh` asks again, at most once a minute. Raises as `configuration`."""
    name = f"identity:keys:{issuer}"
    known: dict[str, Any] | None = cache.get(name)
    if known is None or (fresh and cache.add(f"{name}:again", True, ASKED_AGAIN_AFTER)):
        known = _object(configuration(issuer)["jwks_uri"])
        cache.set(name, known, REMEMBERED)
    try:
        return KeySet.import_key_set(known)  # type: ignore[arg-type]  # checked by the library itself
    except (JoseError, ValueError, KeyError, TypeError):
        raise IdentityRefused("the provider's keys cannot be read") from None


def _object(url: str) -> dict[str, Any]:
    with http.session() as session:
        answer = session.get(url, headers={"Accept": "application/json"})
        answer.raise_for_status()
    try:
        found = json.loads(answer.content)
    except ValueError:
        raise IdentityRefused("the provider does not answer with JSON") from None
    if not isinstance(found, dict):
        raise IdentityRefused("the provider does not answer with an object")
    return found


def _may_be_visited(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or (settings.DREAM_ALLOW_LOOPBACK and parts.hostname == "127.0.0.1")
