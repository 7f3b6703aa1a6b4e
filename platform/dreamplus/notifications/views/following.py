"""Following and stopping, with one button."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.notifications import queries, subjects
from dreamplus.notifications.services import following
from dreamplus.notifications.views.own import person_of


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def follow(request: HttpRequest, subject: str) -> HttpResponse:
    """GET: asks, for who comes here through the sign-in page. POST: follows, or stops with `stop`."""
    person, at = person_of(request), clock.now()
    back = _back(request)
    if request.method == "POST" and "stop" in request.POST:
        following.unfollow(person=person, subject=subject, at=at)
        messages.success(request, _("You no longer follow this."))
        return redirect(back or "notifications:preferences")
    described = subjects.describe([subject]).get(subject)
    if described is None:
        raise Http404
    if request.method == "POST":
        try:
            following.follow(person=person, subject=subject, at=at)
        except following.FollowRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("You follow this. You choose how you are told in your account."))
        return redirect(back or described.href)
    context = {
        "subject": described,
        "key": subject,
        "following": queries.is_following(person, subject),
        "back": back or described.href,
    }
    return render(request, "notifications/follow.html", context)


def _back(request: HttpRequest) -> str:
    """Where the button stood: a path of this site, or nothing."""
    address = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if safe and address.startswith("/") else ""
