"""Requests as the web server hands them over: no network, the full middleware, a real session where one is needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from dreamplus.people.models import User

Application = Callable[..., Any]
FORGERY = "b" * 32  # a token of our own: cookie and form agree


@dataclass(frozen=True)
class Answer:
    """Status and body of one visit."""

    status: int
    body: bytes


def visit(
    application: Application, path: str, *, session: str = "", form: dict[str, Any] | None = None, query: str = ""
) -> Answer:
    """One request, GET or (with `form`) POST."""
    body = urlencode({**form, "csrfmiddlewaretoken": FORGERY}, doseq=True).encode() if form is not None else b""
    cookies = [f"{settings.SESSION_COOKIE_NAME}={session}"] if session else []
    cookies += [f"{settings.CSRF_COOKIE_NAME}={FORGERY}"] if form is not None else []
    address = urlsplit(settings.DREAM_ORIGIN)
    environ = {
        "REQUEST_METHOD": "GET" if form is None else "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": address.hostname,
        "SERVER_PORT": str(address.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": address.netloc,
        "HTTP_ACCEPT_LANGUAGE": "fr",
        "HTTP_COOKIE": "; ".join(cookies),
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
    }
    statuses: list[str] = []
    chunks = application(environ, lambda *told: statuses.append(told[0]))
    try:
        return Answer(int(statuses[0][:3]), b"".join(chunks))
    finally:
        chunks.close()


def session_of(user: User, *, second_factor: bool = False) -> str:
    """The key of an open session of this person, as a sign-in leaves it; of the staff, with the second factor shown."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if second_factor:
        factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
        shown = {"method": "mfa", "at": time.time(), "id": factor.pk, "type": factor.type}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [shown]
        session["account_authentication_methods_user"] = str(user.pk)
    session.create()
    return str(session.session_key)
