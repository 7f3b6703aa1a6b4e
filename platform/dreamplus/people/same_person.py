"""Is it still the person who signed in? Asked before what cannot be undone, and before all their data leaves.

Who has a password or a second factor shows it again, by the accounts library. Who signs in by a code alone is sent
another one: a session left open at a cyber-centre must not be enough.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    resume_request,
    suspend_request,
)
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.people import limits
from dreamplus.people.doors import View
from dreamplus.people.forms import OurWords

FRESH = 5 * 60
"""Seconds during which a sign-in, or an answer to this question, still counts."""
VALID = 15 * 60
SENT_SESSION_KEY = "people.same_person"
SIGNED_IN_SESSION_KEY = "people.signed_in_at"
"""Written at each sign-in: the library keeps no record of one that ends a sign-up."""


class SameCodeForm(OurWords):
    """The code of the e-mail, compared three times at most."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=20)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        sent = self.request.session.get(SENT_SESSION_KEY) or {}
        issued = datetime.fromtimestamp(float(sent.get("at", 0)), UTC)
        subject = ("same person", self.request.session.session_key or "", str(sent.get("at")))
        if not limits.take_for_one_issue(limits.CODE_TRIES, *subject, issued_at=issued):
            raise get_adapter().validation_error("too_many_login_attempts")
        typed: str = self.cleaned_data["code"]
        fresh = time.time() - issued.timestamp() < VALID
        if not (fresh and constant_time_compare(_hashed(typed), sent.get("code", ""))):
            raise ValidationError(_("This code is not the one we sent, or it is too old. Ask for a new one below."))
        return typed


def same_person_required(view: View) -> View:
    """View decorator: signed in, and shown again within five minutes. What was being posted is kept meanwhile."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        methods = get_adapter(request).get_reauthentication_methods(request.user)
        if methods:
            if did_recently_reauthenticate(request):
                return view(request, *args, **kwargs)
            answer: HttpResponse = suspend_request(request, methods[0]["url"])
            return answer
        if _signed_in_just_now(request):
            return view(request, *args, **kwargs)
        asked: HttpResponse = suspend_request(request, reverse("people:same_person"))
        return asked

    return guarded


def _signed_in_just_now(request: HttpRequest) -> bool:
    """In this very session: the account's last sign-in may have been elsewhere."""
    shown = [record.get("at", 0) for record in get_authentication_records(request, request.user)]
    return max([*shown, request.session.get(SIGNED_IN_SESSION_KEY, 0)]) > time.time() - FRESH


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def same_person(request: HttpRequest) -> HttpResponse:
    """Sends a code when asked to, and lets through whoever types it."""
    sent = SENT_SESSION_KEY in request.session
    if request.method == "POST" and request.POST.get("action") == "send":
        return _send(request)
    form = SameCodeForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        del request.session[SENT_SESSION_KEY]
        record_authentication(request, request.user, "code", reauthenticated=True)
        return resume_request(request) or redirect("people:home")
    status = 422 if form.is_bound else 200
    return render(request, "people/same_person.html", {"form": form, "sent": sent}, status=status)


def _send(request: HttpRequest) -> HttpResponse:
    email = request.user.email  # type: ignore[union-attr]  # login_required
    adapter = get_adapter(request)
    if not limits.take(limits.CODES_SENT, email, at=clock.now()):
        messages.error(request, " ".join(adapter.validation_error("too_many_login_attempts").messages))
    else:
        code = adapter.generate_login_code()
        request.session[SENT_SESSION_KEY] = {"code": _hashed(code), "at": time.time()}
        adapter.send_mail("people/email/same_person", email, {"code": code})
    return redirect(request.get_full_path())


def _hashed(code: str) -> str:
    digits = "".join(character for character in code if character.isdigit())
    return salted_hmac("dreamplus.people.same_person", digits, algorithm="sha256").hexdigest()
