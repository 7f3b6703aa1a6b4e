"""A second person reads a consultation before it opens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultations.forms import AskForm, DecideForm
from consultations.pages import ProcessPage
from consultations.queries.process import told
from consultations.services import validation
from consultations.views.staff import process_for
from dreamplus.core import clock
from dreamplus.participation.errors import ParticipationError
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def ask(request: HttpRequest, page: int) -> HttpResponse:
    """Sends it to somebody."""
    process = process_for(request, page)
    form = AskForm(request.POST, readers=validation.readers(request.user))  # type: ignore[arg-type]  # staff, by the door
    if form.is_valid():
        who = form.cleaned_data["of"]
        try:
            validation.ask(process=process, of=who, by=request.user, at=clock.now())  # type: ignore[arg-type]  # staff
        except ParticipationError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("It is sent to %(name)s, by e-mail.") % {"name": who.public_name})
    else:
        messages.error(request, " ".join(map(str, form.errors["of"])))
    return redirect("consultations_staff:prepare", process.pk)


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def take_back(request: HttpRequest, page: int) -> HttpResponse:
    """Nobody waits for an answer any more."""
    process = process_for(request, page)
    validation.take_back(process=process)
    messages.success(request, _("The request is taken back."))
    return redirect("consultations_staff:prepare", process.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.VALIDATE)
def validate(request: HttpRequest, page: int) -> HttpResponse:
    """The consultation as people will see it, and two buttons."""
    process: ProcessPage = get_object_or_404(ProcessPage, pk=page)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agreed = "agree" in request.POST
        try:
            validation.decide(
                process=process,
                agreed=agreed,
                remark=form.cleaned_data["remark"],
                seen=form.cleaned_data["seen"],
                by=request.user,  # type: ignore[arg-type]  # staff, by the door
                at=clock.now(),
            )
        except ParticipationError as refused:
            form.add_error("remark", str(refused))
        else:
            messages.success(request, _("You agreed. Who prepares it is told.") if agreed else _("It is sent back."))
            return redirect("consultations_staff:board")
    return _page(request, process, form)


def _page(request: HttpRequest, process: ProcessPage, form: DecideForm) -> HttpResponse:
    draft: ProcessPage = process if process.live else process.get_latest_revision_as_object()
    asked = validation.last(process)
    waits = asked is not None and asked.decided_at is None
    context = told(draft, request, clock.now(), drafts=True) | {
        "page": draft,
        "process": process,
        "validation": asked,
        "form": form,
        "seen": validation.fingerprint(process),
        "may_decide": waits and asked is not None and asked.asked_by_id != request.user.pk,
        "waits": waits,
    }
    return render(request, "consultations/staff/validate.html", context, status=422 if form.errors else 200)
