"""A person's notices, and how they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.notifications import queries, subjects, unread
from dreamplus.notifications.forms import PreferencesForm
from dreamplus.notifications.services.choosing import choose
from dreamplus.notifications.services.reading import mark_read
from dreamplus.people.models import User

PAGE = 20


def person_of(request: HttpRequest) -> User:
    """The signed-in person; for views behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101 - tells the type checker what login_required made sure of
    return request.user


@never_cache
@require_GET
@login_required
def notice_list(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    page = Paginator(queries.notices_of(person), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "told": queries.told(list(page)), "unread": unread.count(person)}
    return render(request, "notifications/list.html", context)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Marks one notice as read, or all of them."""
    one = request.POST.get("notice", "")
    pk = int(one) if one.isascii() and one.isdecimal() and len(one) < 19 else None
    if pk is None and "all" not in request.POST:
        return redirect("notifications:list")
    mark_read(person=person_of(request), at=clock.now(), pk=pk)
    return redirect("notifications:list")


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = PreferencesForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("no_letters", "follows_own")}
        choose(person=person, channels=form.channels(), at=clock.now(), **wanted)
        messages.success(request, _("Saved. What was waiting for a letter follows your choice."))
        return redirect("notifications:preferences")
    page = Paginator(queries.follows_of(person), PAGE).get_page(request.GET.get("page"))
    described = subjects.describe(follow.subject for follow in page)
    follows = [
        {"key": one.subject, "label": subjects.label(one.subject), "subject": described.get(one.subject)}
        for one in page
    ]
    context = {"form": form, "page": page, "follows": follows, "stopped": queries.is_stopped(person)}
    return render(request, "notifications/preferences.html", context, status=422 if form.errors else 200)
