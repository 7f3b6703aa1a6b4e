"""A resident types the code of a letter, before or after signing in, and learns on which list they stand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.rolls import queries, secrets, services
from dreamplus.people.rolls.errors import RollError
from dreamplus.people.rolls.forms import CodeForm
from dreamplus.people.rolls.models import RollLine

KEPT = "rolls.code_waiting"
"""Where the session keeps the digest of a code typed before signing in: never the code."""


@never_cache
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        try:
            done = _act(request, form)
        except RollError as refused:
            request.session.pop(KEPT, None)
            form = form if form.is_bound else CodeForm({"code": ""})
            form.full_clean()
            form.errors.clear()
            form.add_error("code" if "code" in request.POST else None, str(refused))
        else:
            if done is not None:
                return done
    return render(request, "rolls/claim.html", _context(request, form))


def _act(request: HttpRequest, form: CodeForm) -> HttpResponse | None:
    """What was asked for; None when the form must be shown again. Raises `RollError`."""
    user, at, place = request.user, clock.now(), request.META.get("REMOTE_ADDR", "")
    if "code" in request.POST:
        if not form.is_valid():
            return None
        if not isinstance(user, User):
            return _sign_in_first(request, form)
        return _welcome(request, services.claim_line(user=user, code=form.cleaned_data["code"], at=at, place=place))
    if not isinstance(user, User):
        return redirect("rolls:claim")
    if "waiting" in request.POST and request.session.get(KEPT):
        digest = request.session.pop(KEPT)
        return _welcome(request, services.claim_digest(user=user, digest=digest, at=at, place=place))
    known = {str(line.pk): line for line in queries.lines_for_email(user)}
    if line := known.get(request.POST.get("line", "")):
        return _welcome(request, services.claim_by_email(user=user, line=line, at=at))
    return redirect("rolls:claim")


def _sign_in_first(request: HttpRequest, form: CodeForm) -> HttpResponse | None:
    """Keeps the digest and leads to the sign-in page. Nothing is looked up for a visitor."""
    digest = secrets.digest_of_typed(form.cleaned_data["code"])
    if digest is None:
        form.add_error("code", services.wrong_character())
        return None
    request.session[KEPT] = digest
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('rolls:claim')})}")


def _welcome(request: HttpRequest, line: RollLine) -> HttpResponse:
    words = _("You stand on the list “%(list)s”, as %(name)s.") % {"list": line.roll.name, "name": line.name}
    messages.success(request, words)
    return redirect("rolls:claim")


def _context(request: HttpRequest, form: CodeForm) -> dict[str, Any]:
    user = request.user
    if not isinstance(user, User):
        return {"form": form}
    return {
        "form": form,
        "waiting": bool(request.session.get(KEPT)),
        "mine": queries.lines_of(user),
        "by_email": queries.lines_for_email(user),
    }
