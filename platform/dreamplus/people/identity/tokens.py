"""What a provider signs: read only when the signature, the sender, the addressee and the moment are right."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.crypto import constant_time_compare
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["ES256", "RS256"]
CLOCKS_DIFFER = 60  # seconds
ISSUED_WITHIN = 600  # seconds: how long a person takes from our button back to us
LONGEST_SUBJECT = 191  # characters, the column's


class IdentityRefused(OAuth2Error):
    """An answer that proves nothing. The message is for the log: it names no person."""


@dataclass(frozen=True)
class Reader:
    """`keys(fresh)` are the provider's; `fresh` asks for them anew, after a key we did not know."""

    issuer: str
    client_id: str
    keys: Callable[[bool], KeySet]

    def id_token(self, raw: str, *, nonce: str, levels: Collection[str], at: float) -> dict[str, Any]:
        """The claims of an id_token issued for this very request. `at` in seconds. Raises `IdentityRefused`."""
        claims = self._signed(raw, at)
        if not _is_number(claims.get("exp")):
            raise IdentityRefused("the id_token does not say when it ends")
        if not _is_number(claims.get("iat")) or abs(at - claims["iat"]) > ISSUED_WITHIN:
            raise IdentityRefused("the id_token was not issued just now")
        if not nonce or not constant_time_compare(str(claims.get("nonce", "")), nonce):
            raise IdentityRefused("the id_token has another nonce")
        if claims.get("acr") not in levels:
            raise IdentityRefused(f"the level of assurance is {claims.get('acr')!r}")
        return claims

    def userinfo(self, raw: str, *, subject: str, at: float) -> dict[str, Any]:
        """The signed claims about the person of `subject`. Raises `IdentityRefused`."""
        claims = self._signed(raw, at)
        if not constant_time_compare(claims["sub"], subject):
            raise IdentityRefused("userinfo speaks of another person")
        return claims

    def _signed(self, raw: str, at: float) -> dict[str, Any]:
        claims = self._decoded(raw)
        audience = claims.get("aud")
        addressees = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != self.issuer:
            raise IdentityRefused("another issuer signed")
        if self.client_id not in addressees or (len(addressees) > 1 and claims.get("azp") != self.client_id):
            raise IdentityRefused("it was made for another site")
        if claims.get("azp", self.client_id) != self.client_id:
            raise IdentityRefused("it was made for another site")
        if "exp" in claims and not (_is_number(claims["exp"]) and claims["exp"] > at - CLOCKS_DIFFER):
            raise IdentityRefused("it has expired")
        if "iat" in claims and not (_is_number(claims["iat"]) and claims["iat"] < at + CLOCKS_DIFFER):
            raise IdentityRefused("it comes from the future")
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise IdentityRefused("it speaks of nobody")
        return claims

    def _decoded(self, raw: str) -> dict[str, Any]:
        for fresh in (False, True):
            try:
                return dict(jwt.decode(raw, self.keys(fresh), algorithms=ALGORITHMS).claims)
            except (JoseError, ValueError) as error:  # a key unknown here may be new there
                refused = IdentityRefused(f"the signature is not right ({type(error).__name__})")
        raise refused


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
