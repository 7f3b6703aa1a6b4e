"""A person comes back from a provider whose answer was verified: what happens to the identity in this session."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dreamplus.people.identity import services
from dreamplus.people.identity.catalogue import SERVICES
from dreamplus.people.models import User

WAITING = "people.identity_waiting"
OPENED_BY = "people.identity"
WAITS = 15 * 60  # seconds


def say(request: HttpRequest, sentence: str) -> None:
    messages.error(request, sentence)


def join(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """Joins the identity to the account that asked for it, if that account is still the one signed in."""
    user = request.user
    if not isinstance(user, User) or login.state.get("person") != user.pk:
        say(request, _("This request is too old or began in another browser. Please begin again."))
        return redirect("account_login")
    _opened_by(request, _kept(login))
    _join(request, user, _kept(login))
    return redirect("people:identities")


def wait(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """Keeps an identity that opens no account, while the person gives an address and types the code sent to it."""
    request.session[WAITING] = _kept(login) | {"email": login.state.get("email", ""), "at": time.time()}
    following = login.state.get("next")
    return redirect(reverse("account_login") + (f"?{urlencode({'next': following})}" if following else ""))


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """The identity that waits for an account in this session."""
    kept: dict[str, Any] | None = request.session.get(WAITING)
    if kept and (time.time() - kept["at"] > WAITS or request.user.is_authenticated):
        return None
    return kept


def forget(request: HttpRequest) -> None:
    request.session.pop(WAITING, None)


def account_begun(request: HttpRequest, user: User) -> None:
    """A new account was begun in this session: the waiting identity is for it, once its address is confirmed."""
    kept = waiting(request)
    if kept:
        request.session[WAITING] = kept | {"person": user.pk}


def signed_in(request: HttpRequest, user: User, login: SocialLogin | None) -> None:
    """The session is open, every step passed. Only an account begun in this very session takes the waiting identity."""
    kept = request.session.pop(WAITING, None)
    if login is not None:
        _opened_by(request, _kept(login))
    elif kept and kept.get("person") == user.pk and time.time() - kept["at"] < WAITS * 2:
        _opened_by(request, kept)
        _join(request, user, kept)
    elif kept:
        name = SERVICES[kept["provider"]].name
        words = _("%(service)s is not connected to this account yet. You can do it here: My account, How I sign in.")
        messages.info(request, words % {"service": name})


def _kept(login: SocialLogin) -> dict[str, Any]:
    return {
        "provider": login.account.provider,
        "subject": login.account.uid,
        "extra": login.account.extra_data,
        "id_token": login.state.get("id_token", ""),
        "end_session": login.state.get("end_session", ""),
    }


def _opened_by(request: HttpRequest, kept: dict[str, Any]) -> None:
    """Remembers, in the session alone, how to end the session that the provider holds."""
    request.session[OPENED_BY] = {name: kept[name] for name in ("provider", "id_token", "end_session")}


def _join(request: HttpRequest, user: User, kept: dict[str, Any]) -> None:
    name = SERVICES[kept["provider"]].name
    fields = {"provider": kept["provider"], "subject": kept["subject"], "extra": kept["extra"]}
    try:
        services.join_identity(user=user, **fields)
    except ValidationError as error:
        say(request, " ".join(error.messages))
        return
    messages.success(request, _("You can now sign in with %(service)s.") % {"service": name})
    get_adapter(request).send_notification_mail("people/email/identity_joined", user, {"service": name})
