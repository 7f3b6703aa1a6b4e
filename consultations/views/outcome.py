"""An agent writes what came of a consultation."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations.forms import OutcomeForm
from consultations.law import notice_of_outcome
from consultations.pages import ProcessPage
from consultations.queries import outcome as outcomes
from consultations.queries.activities import tell, under
from consultations.rules.law import LAWS
from consultations.services.outcome import Words, draft_of, write_outcome
from consultations.views.staff import process_for
from dreamplus.core import clock
from dreamplus.participation.errors import NotReady
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def write(request: HttpRequest, page: int) -> HttpResponse:
    """The three texts of the result, with the figures of each step beside them."""
    process = process_for(request, page)
    draft = draft_of(process)
    before = Words(draft.said, draft.taken_up, draft.reasons) if draft else Words("", "")
    form = OutcomeForm(request.POST or None, initial=asdict(before))
    if request.method == "POST" and form.is_valid():
        publish = "publish" in request.POST
        try:
            written = write_outcome(
                process=process,
                words=Words(**form.cleaned_data),
                publish=publish,
                by=request.user,  # type: ignore[arg-type]  # staff, by the door
                at=clock.now(),
            )
        except NotReady as refused:
            for sentence in refused.missing:
                form.add_error(None, sentence)
        else:
            if publish:
                messages.success(request, _("The result is on line. Those who took part or follow it are told."))
                return redirect(written.get_url(request) or reverse("consultations_staff:board"))
            messages.success(request, _("The draft is kept. Nobody sees it yet."))
            return redirect("consultations_staff:outcome", process.pk)
    return _page(request, process, form)


def _page(request: HttpRequest, process: ProcessPage, form: OutcomeForm) -> HttpResponse:
    at = clock.now()
    activities = tell(request, under([process.path]), at)
    outcome = outcomes.of(process, activities, outcomes.row(process))
    draft = draft_of(process)
    context = {
        "form": form,
        "process": process,
        "activities": activities,
        "outcome": outcome,
        "awaited": "" if outcome.href else outcomes.awaited(outcome, at),
        "reasons_asked": LAWS[process.kind].reasons,
        "notice": notice_of_outcome(process.kind),
        "edit_href": reverse("wagtailadmin_pages:edit", args=[draft.pk]) if draft else "",
    }
    return render(request, "consultations/staff/outcome.html", context, status=422 if form.errors else 200)
