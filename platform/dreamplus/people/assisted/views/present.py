"""The pages of the person who is helped: begin, agree, stay, finish, leave nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.people.assisted import consent, leaving, presence, queries
from dreamplus.people.assisted.enums import Ending, Way
from dreamplus.people.assisted.errors import AssistedError
from dreamplus.people.assisted.forms import AgreeForm, CodeForm
from dreamplus.people.assisted.models import Accompaniment, WithoutAddress
from dreamplus.people.assisted.rules.idle import WARNED_BEFORE
from dreamplus.people.assisted.services import beginning
from dreamplus.people.models import User
from dreamplus.people.names import NameRefused
from dreamplus.people.rights.services.consents import sentence_of
from dreamplus.people.services import delete_account

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@never_cache
@require_http_methods(["GET", "POST"])
def arrive(request: HttpRequest) -> HttpResponse:
    """Where one is helped, and the code that opens this screen. A kiosk shows this page."""
    if presence.of(request):
        return redirect("assisted:begin")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = beginning.redeem_code(
                typed=form.cleaned_data["code"], at=clock.now(), place=request.META.get("REMOTE_ADDR", "")
            )
        except AssistedError as refused:
            form.add_error("code", str(refused))
        else:
            presence.start(request, found)
            return redirect("assisted:begin")
    context = {"form": form, "places": queries.open_places()}
    return render(request, "assisted/arrive.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What is asked before anything else: to agree."""
    now = presence.of(request)
    if now is None:
        return redirect("assisted:arrive")
    if now.agreed:
        return redirect(_home())
    form = AgreeForm(request.POST or None, sentence=sentence_of(consent.PURPOSE), with_name=now.way == Way.COUNTER)
    if request.method == "POST" and form.is_valid():
        try:
            return _agree(request, now, form.cleaned_data.get("name", ""))
        except NameRefused:
            form.add_error("name", _("This name holds signs that cannot be shown. Please type it again."))
        except AssistedError as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "presence": now}
    return render(request, "assisted/begin.html", context, status=422 if form.errors else 200)


def _agree(request: HttpRequest, now: presence.Presence, name: str) -> HttpResponse:
    row = Accompaniment.objects.get(uuid=now.uuid)
    language = get_language() or settings.LANGUAGE_CODE
    user = beginning.agree(accompaniment=row, name=name, language=language, at=clock.now())
    presence.has_agreed(request)
    if user is None:
        return redirect(f"{reverse('account_login')}?next={_home()}")
    login(request, user, backend=BACKEND)
    return redirect(_home())


@require_POST
def refuse(request: HttpRequest) -> HttpResponse:
    """The person does not agree: nothing was begun, nothing stays."""
    now = presence.of(request)
    if now is None:
        return redirect("assisted:arrive")
    return leaving.leave(request, now, Ending.REFUSED)


@require_POST
def alive(request: HttpRequest) -> HttpResponse:
    """ "I am still here." A script needs no page; without one, back to where the person was."""
    if "next" not in request.POST:
        return HttpResponse(status=204)
    return redirect(_safe(request, request.POST["next"]))


@never_cache
@require_GET
def still(request: HttpRequest) -> HttpResponse:
    """Is somebody there? For browsers without scripts; others ask in the page."""
    if presence.of(request) is None:
        return redirect("assisted:gone")
    back = _safe(request, request.META.get("HTTP_REFERER", ""))
    return render(request, "assisted/still.html", {"left": WARNED_BEFORE, "next": back})


@never_cache
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest) -> HttpResponse:
    """What was given, to print; then the end."""
    now = presence.of(request)
    if now is None:
        return redirect("assisted:gone")
    if request.method == "POST":
        return leaving.leave(request, now, Ending.FINISHED)
    context = {"presence": now, "without_address": _without_address(request.user), "at": clock.now()}
    return render(request, "assisted/finish.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """A person without an address has no page from which to ask later: here they take everything back."""
    now = presence.of(request)
    user = request.user
    if now is None or not isinstance(user, User) or not _without_address(user):
        return redirect("assisted:finish")
    if request.method == "POST":
        delete_account(user=user, at=clock.now(), words_too=True)
        return leaving.leave(request, now, Ending.FINISHED)
    return render(request, "assisted/erase.html", {"presence": now})


@never_cache
@require_GET
def gone(request: HttpRequest) -> HttpResponse:
    """The last page. Whoever comes back to a screen that nobody left is led to the end of what is under way."""
    if presence.of(request) is not None:
        return redirect("assisted:finish")
    answer = render(request, "assisted/gone.html")
    return answer if request.user.is_authenticated else leaving.wiped(request, answer)


def _without_address(user: Any) -> bool:
    return isinstance(user, User) and WithoutAddress.objects.filter(user=user).exists()


def _home() -> str:
    return reverse("wagtail_serve", args=[""])


def _safe(request: HttpRequest, address: str) -> str:
    secure = request.is_secure()
    known = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=secure)
    return address if known else _home()
