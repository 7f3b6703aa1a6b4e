"""To a provider, back from it, and the page of one's identities."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dreamplus.people.identity import arrival, http, queries
from dreamplus.people.identity.catalogue import SERVICES
from dreamplus.people.identity.leaving import onwards
from dreamplus.people.identity.provider import StateAdapter, StateProvider
from dreamplus.people.identity.services import part_identity
from dreamplus.people.models import User
from dreamplus.people.same_person import same_person_required


@never_cache
@require_POST
def start(request: HttpRequest, service: str) -> HttpResponse:
    """To the provider, to sign in."""
    return _to_provider(request, _provider(request, service), AuthProcess.LOGIN, get_next_redirect_url(request))


@never_cache
@require_POST
@same_person_required
def connect(request: HttpRequest, service: str) -> HttpResponse:
    """To the provider, to join its identity to the account of this session."""
    return _to_provider(request, _provider(request, service), AuthProcess.CONNECT, person=request.user.pk)


@never_cache
@require_GET
def come_back(request: HttpRequest, service: str) -> HttpResponseBase:
    """The address declared to the provider."""
    _provider(request, service)
    answer: HttpResponseBase = Callback.adapter_view(StateAdapter(request, service))(request)
    return answer


class Callback(OAuth2CallbackView):
    """The library's; what the session kept is handed to our adapter, and the page speaks the language of the start."""

    adapter: StateAdapter

    def _get_state(self, request: HttpRequest, provider: StateProvider) -> tuple[dict[str, Any] | None, Any]:
        state, answer = super()._get_state(request, provider)
        if state is not None:
            self.adapter.state = state
            translation.activate(state["language"])
        return state, answer


@never_cache
@login_required
def identities(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - tells the type checker what login_required made sure of
    return render(request, "people/identity/identities.html", {"rows": queries.identities_of(request.user)})


@require_POST
@same_person_required
def part(request: HttpRequest, pk: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - tells the type checker what login_required made sure of
    try:
        parted = part_identity(user=user, pk=pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people:identities")
    if parted is not None:
        name = SERVICES[parted.provider].name if parted.provider in SERVICES else parted.provider
        messages.success(request, _("%(service)s no longer opens your account.") % {"service": name})
        get_account_adapter(request).send_notification_mail("people/email/identity_parted", user, {"service": name})
    return redirect("people:identities")


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """The identity that waits in this session is somebody else's, or is not wanted."""
    arrival.forget(request)
    return redirect("account_signup")


def _provider(request: HttpRequest, service: str) -> StateProvider:
    if service not in SERVICES or service not in settings.DREAM_IDENTITY:
        raise Http404
    found: StateProvider = get_adapter(request).get_provider(request, service)
    return found


def _to_provider(
    request: HttpRequest, provider: StateProvider, process: str, next_url: str | None = None, **kept: Any
) -> HttpResponse:
    language = translation.get_language() or settings.LANGUAGE_CODE
    try:
        answer = provider.redirect(request, process, next_url, language=language, **kept)
    except (http.Unreachable, OAuth2Error):
        words = _("%(service)s does not answer just now. Try again later, or receive a code by e-mail.")
        arrival.say(request, words % {"service": provider.name})
        return redirect("people:identities" if process == AuthProcess.CONNECT else "account_login")
    return onwards(request, provider.app.provider_id, answer["Location"])
