"""Letters that came back: for the staff, and for the person whose address it is."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import access, clock
from dreamplus.notifications import queries, tokens
from dreamplus.notifications.models import Bounce
from dreamplus.notifications.services.bouncing import settle_bounces
from dreamplus.notifications.tasks import send_confirmation
from dreamplus.notifications.views.own import person_of
from dreamplus.people import limits
from dreamplus.people.doors import staff_required
from dreamplus.people.models import User
from dreamplus.people.roles import Permission

PAGE = 50


@never_cache
@require_GET
@staff_required(Permission.MANAGE_PEOPLE)
def returned(request: HttpRequest) -> HttpResponse:
    """The latest first; who read the addresses is noted."""
    access.log(
        actor=_staff(request), purpose="notifications.read.returned", subject="notifications.Bounce:*", at=clock.now()
    )
    page = Paginator(Bounce.objects.select_related("person").order_by("-at", "-pk"), PAGE).get_page(
        request.GET.get("page")
    )
    stopped = queries.stopped_addresses({bounce.person_id for bounce in page})
    rows = [{"bounce": one, "stopped": (one.person_id, one.address) in stopped and not one.settled_at} for one in page]
    context = {"page": page, "rows": rows, "troubles": queries.troubles(), "most": queries.BOUNCES_MAX}
    return render(request, "notifications/returned.html", context)


@require_POST
@staff_required(Permission.MANAGE_PEOPLE)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    bounce = get_object_or_404(Bounce.objects.select_related("person"), pk=pk)
    settle_bounces(person=bounce.person, address=bounce.address, at=clock.now(), by=_staff(request))
    messages.success(request, _("Letters go to this address again."))
    return redirect("notifications:returned")


@require_POST
@login_required
def ask_confirmation(request: HttpRequest) -> HttpResponse:
    """Sends a link to an address that returned letters, as often as any other letter that somebody asks for."""
    person = person_of(request)
    if queries.is_stopped(person) and limits.take(limits.MAILS_TO_ONE_ADDRESS, person.email, at=clock.now()):
        send_confirmation.enqueue(person=str(person.uuid))
    messages.success(request, _("A letter is on its way. Open the link in it: it is good for one day."))
    return redirect("notifications:preferences")


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of that letter, then a button: opening a link changes nothing."""
    person = tokens.read_address(token)
    if person is None or person.pk != request.user.pk:
        raise Http404
    if request.method == "POST":
        settle_bounces(person=person, address=person.email, at=clock.now())
        messages.success(request, _("Thank you. Letters go to this address again."))
        return redirect("notifications:preferences")
    return render(request, "notifications/confirm.html", {"email": person.email})


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - tells the type checker what the door made sure of
    return request.user
