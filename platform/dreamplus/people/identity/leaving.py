"""Out of our site by way of the provider, so that both sessions end."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from dreamplus.people.identity.arrival import OPENED_BY
from dreamplus.people.identity.catalogue import SERVICES
from dreamplus.people.identity.provider import fixed_address

LEFT_BY = "people.identity_left"


def onwards(request: HttpRequest, provider: str, address: str) -> HttpResponse:
    """A page that leads to `address` at once, and holds the link for browsers that stay.

    A redirect after a form would be stopped by the policy of our pages (`form-action`), and by that of each page a
    provider leads through: this is a page of its own, opened by the browser.
    """
    answer = render(request, "people/identity/onwards.html", {"service": SERVICES[provider], "address": address})
    answer["Refresh"] = f"0; url={address}"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    return answer


def left_behind(request: HttpRequest) -> dict[str, str] | None:
    """What is known of the provider's session, if one opened this session. Read it before signing out."""
    return request.session.get(OPENED_BY) or None


def to_provider(request: HttpRequest, opened: dict[str, str], *, then: str = "") -> HttpResponse | None:
    """To the provider, to end its session too; None when it has no page for that. Call it once signed out here.

    `then`: name of the page shown on the way back, instead of ours that says which sessions ended.
    """
    left = {"provider": opened["provider"], "state": secrets.token_urlsafe(32), "then": then}
    left["language"] = translation.get_language() or ""
    request.session[LEFT_BY] = left
    if not opened["end_session"]:
        return None
    asked = {
        "id_token_hint": opened["id_token"],
        "post_logout_redirect_uri": fixed_address("people:identity_left"),
        "state": left["state"],
    }
    joint = "&" if "?" in opened["end_session"] else "?"
    return onwards(request, opened["provider"], f"{opened['end_session']}{joint}{urlencode(asked)}")


class SignOut(LogoutView):
    """The library's page; a session opened through a provider is ended there too."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        opened = left_behind(self.request)
        answer: HttpResponseBase = super().post(*args, **kwargs)
        if opened is None:
            return answer
        return to_provider(self.request, opened) or redirect("people:identity_left")


@never_cache
def left(request: HttpRequest) -> HttpResponse:
    """Says which sessions have ended: the provider's only when it answers with the state of this browser."""
    if request.user.is_authenticated:
        return redirect("people:home")
    kept = request.session.pop(LEFT_BY, None) or {}
    translation.activate(kept.get("language") or translation.get_language())
    if kept.get("then"):
        return redirect(kept["then"])
    service = SERVICES.get(kept.get("provider", ""))
    both = bool(kept) and constant_time_compare(request.GET.get("state", ""), kept["state"])
    return render(request, "people/identity/left.html", {"service": service, "both": both})
