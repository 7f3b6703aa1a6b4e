"""A consultation in draft as a citizen will see it, behind a link and its password."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultations.forms import PasswordForm
from consultations.previews import PreviewLink
from consultations.queries.process import told
from consultations.services import preview
from consultations.views.staff import process_for
from dreamplus.core import clock
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission

SHOWN = "consultations.previews"


@never_cache
@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def share(request: HttpRequest, page: int) -> HttpResponse:
    """A link and its password, told on this page alone."""
    process = process_for(request, page)
    if process.live:
        return redirect("consultations_staff:prepare", process.pk)
    secret, password = preview.make_link(process=process, by=request.user, at=clock.now())  # type: ignore[arg-type]  # staff
    address = settings.DREAM_ORIGIN + reverse("consultations_staff:preview", args=[secret])
    context = {"process": process, "address": address, "password": password, "days": preview.LASTS.days}
    return render(request, "consultations/staff/share.html", context)


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def end(request: HttpRequest, page: int) -> HttpResponse:
    """The link leads nowhere any more."""
    process = process_for(request, page)
    preview.end_link(process=process)
    return redirect("consultations_staff:prepare", process.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """The password first, then the page; nothing on it can be done."""
    at = clock.now()
    link = preview.link_of(secret, at=at)
    if link is None:
        raise Http404
    if link.digest not in request.session.get(SHOWN, []):
        form = PasswordForm(request.POST or None)
        if request.method != "POST" or not _opened(request, link, form):
            return _kept_out(render(request, "consultations/password.html", {"form": form}, status=_status(form)))
        return redirect("consultations_staff:preview", secret)
    draft = link.process.get_latest_revision_as_object()
    seen = told(draft, request, at, drafts=True)
    seen["steps"] = [{**step, "href": ""} for step in seen["steps"]]  # a draft has no address for others
    context = seen | {"page": draft, "lead": None, "until": link.expires_at}
    return _kept_out(render(request, "consultations/preview.html", context))


def _opened(request: HttpRequest, link: PreviewLink, form: PasswordForm) -> bool:
    """Whether the password was right; the session remembers it then."""
    if not form.is_valid():
        return False
    if not preview.may_try(link, at=clock.now()):
        form.add_error("password", _("Too many tries. Come back in an hour."))
        return False
    if not preview.fits(link, form.cleaned_data["password"]):
        form.add_error("password", _("This is not the password of the link: eight digits."))
        return False
    request.session[SHOWN] = [*request.session.get(SHOWN, []), link.digest][-5:]
    return True


def _status(form: PasswordForm) -> int:
    return 422 if form.errors else 200


def _kept_out(answer: HttpResponse) -> HttpResponse:
    """No engine reads it, and its address is told to nobody."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
