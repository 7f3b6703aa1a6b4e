"""The town hall recognises organisations, or turns them down with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dreamplus.core import access, clock
from dreamplus.people.doors import staff_required
from dreamplus.people.models import User
from dreamplus.people.organisations import queries, services
from dreamplus.people.organisations.enums import State
from dreamplus.people.organisations.forms import DecisionForm
from dreamplus.people.organisations.models import Organisation
from dreamplus.people.roles import Permission

PER_PAGE = 25
TABS = (
    (State.DECLARED, gettext_lazy("Waiting")),
    (State.RECOGNISED, gettext_lazy("Recognised")),
    ("", gettext_lazy("All organisations")),
)


@require_GET
@never_cache
@staff_required(Permission.MANAGE_ORGANISATIONS)
def organisations(request: HttpRequest) -> HttpResponse:
    """Those that wait, unless something else is asked."""
    state, q = request.GET.get("etat", State.DECLARED), request.GET.get("q", "")[:200]
    page = Paginator(queries.listed(q, state), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"label": label, "href": f"?etat={value}", "current": value == state} for value, label in TABS]
    return render(request, "organisations/staff/list.html", {"page": page, "tabs": tabs, "q": q, "state": state})


@never_cache
@staff_required(Permission.MANAGE_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One organisation and its delegates; the decision."""
    by, found = request.user, get_object_or_404(Organisation, uuid=uuid)
    assert isinstance(by, User)  # noqa: S101 - tells the type checker what the door made sure of
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recognised = request.POST.get("act") == "recognise"
        given = {"recognised": recognised, "reason": form.cleaned_data["reason"], "by": by, "at": clock.now()}
        try:
            services.decide_organisation(organisation=found, **given)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("It is decided, and its delegates are told by e-mail."))
            return redirect("organisations_staff:list")
    subject = f"organisations.Organisation:{found.uuid}"
    access.log(actor=by, purpose="organisations.read", subject=subject, at=clock.now())
    people = found.delegates.select_related("user").order_by("-leads", "since", "pk")
    context = {"organisation": found, "delegates": people, "form": form}
    return render(request, "organisations/staff/one.html", context, status=422 if form.errors else 200)
