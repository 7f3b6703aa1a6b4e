"""A person's own pages, under `/compte/`."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dreamplus.core import clock
from dreamplus.people import hooks, second_factor, services, sessions, trust
from dreamplus.people.doors import NEXT_SESSION_KEY
from dreamplus.people.forms import DeleteAccountForm, ProfileForm
from dreamplus.people.identity import queries as identity
from dreamplus.people.models import Residence, User
from dreamplus.people.permissions import is_staff, may, roles_of
from dreamplus.people.roles import Permission, Role
from dreamplus.people.same_person import same_person_required
from dreamplus.territory.queries import quarter_names


def _person(request: HttpRequest) -> User:
    """The signed-in person; views below stand behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101 - tells the type checker what login_required made sure of
    return request.user


@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    factor = second_factor.enrolled(user)
    place = Residence.objects.filter(user=user).first()
    context = {
        "person": user,
        "factor": factor,
        "staff": is_staff(user),
        "names": may(user, Permission.MANAGE_PEOPLE),
        "answers": may(user, Permission.MANAGE_PERSONAL_DATA),
        "vouches": may(user, Permission.VOUCH),
        "identities": identity.identities_of(user),
        "residence": place,
        "links": [link for offer in hooks.account_links for link in offer(user)],
        "elected": Role.OFFICIAL in roles_of(user),
        "residence_name": "".join(quarter_names([place.area] if place and place.area else [])),
    }
    return render(request, "people/home.html", context)


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    form = ProfileForm(request.POST or None, initial={"display_name": user.display_name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_profile(user=user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:home")
    return render(request, "people/profile.html", {"form": form})


@never_cache
@login_required
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Tells staff why, and which ways there are; once enrolled, leads back to where they wanted to go."""
    user = _person(request)
    if second_factor.enrolled(user):
        return redirect(request.session.pop(NEXT_SESSION_KEY, "") or "people:home")
    return render(request, "people/second_factor.html", {"staff": is_staff(user)})


@never_cache
@login_required
def session_list(request: HttpRequest) -> HttpResponse:
    user, key = _person(request), request.session.session_key
    if request.method == "POST":
        sessions.close_others(user=user, current_key=key)
        trust.forget_all(user, but=trust.trusted(request, user))
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("usersessions_list")
    found = sessions.open_sessions(user=user, current_key=key, at=timezone.now())  # sessions end by the machine's clock
    browsers = trust.trusted_browsers(user=user, at=clock.now())
    context = {"sessions": found, "session_count": len(found), "browsers": browsers}
    context["this_browser"] = trust.trusted(request, user)
    return render(request, "usersessions/usersession_list.html", context)


@require_POST
@login_required
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person(request)
    mine = UserSession.objects.filter(user=user, pk=pk, session_key=request.session.session_key).exists()
    if mine:
        return redirect("account_logout")
    if sessions.close_session(user=user, pk=pk):
        messages.success(request, _("This session is closed."))
    return redirect("usersessions_list")


@require_POST
@login_required
def browser_forget(request: HttpRequest, pk: int) -> HttpResponse:
    if trust.forget(user=_person(request), pk=pk):
        messages.success(request, _("This browser will ask for your second factor again."))
    return redirect("usersessions_list")


@never_cache
@same_person_required
def delete(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    form = DeleteAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_account(user=user, at=clock.now(), words_too=form.cleaned_data["words"] == "removed")
        except ValidationError as error:
            form.add_error(None, error)
        else:
            logout(request)
            return redirect("people:deleted")
    return render(request, "people/delete.html", {"form": form, "cancel": reverse("people:home")})


@never_cache
def deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "people/deleted.html")
