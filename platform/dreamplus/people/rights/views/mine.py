"""A person's own data: the copy, the consents."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.rights import notice, queries
from dreamplus.people.rights.models import Export, ExportState
from dreamplus.people.rights.services import consents, exporting
from dreamplus.people.same_person import same_person_required


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - tells the type checker what the door made sure of
    return request.user


@never_cache
@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@same_person_required
def ask(request: HttpRequest) -> HttpResponse:
    """Begins a copy."""
    try:
        exporting.ask_export(person=_person(request), language=get_language() or "fr", at=clock.now())
    except exporting.ExportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your copy is being prepared. You will receive an e-mail when it is ready."))
    return redirect("rights:mine")


@never_cache
@require_POST
@same_person_required
def take(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Gives the file, once, to its owner alone."""
    try:
        file = exporting.take(key=key, person=_person(request), at=clock.now())
    except Export.DoesNotExist:
        raise Http404 from None
    except exporting.ExportRefused as refusal:
        return _page(request, refusal=str(refusal), status=410)
    return FileResponse(file, as_attachment=True, filename="mes-donnees.zip", content_type="application/zip")


@require_POST
@login_required
def withdraw(request: HttpRequest, purpose: str) -> HttpResponse:
    """Ends one consent; sent twice, it is done once."""
    if consents.withdraw_consent(person=_person(request), purpose=purpose, at=clock.now()):
        messages.success(request, _("Your consent is withdrawn."))
    return redirect("rights:mine")


def _page(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    person, at = _person(request), clock.now()
    export = queries.latest_export(person, at=at)
    context = {
        "export": export,
        "preparing": export is not None and export.state == ExportState.PREPARING,
        "ready": export is not None and export.state == ExportState.READY,
        "failed": export is not None and export.state == ExportState.FAILED,
        "refusal": refusal,
        "consents": queries.consents_of(person),
        "notices": notice.all_of_them(),
    }
    return render(request, "rights/mine.html", context, status=status)
