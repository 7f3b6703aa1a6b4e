"""At the counter: a name, a document seen, a code or an account. Names are searched by POST: no journal holds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.people.roles import Permission
from dreamplus.people.rolls import hooks, queries, services
from dreamplus.people.rolls.errors import RollError
from dreamplus.people.rolls.forms import DocumentSeenForm, SearchForm, VouchForm
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.rolls.views.staff import door, found_roll, has_read, person


@require_GET
@door(Permission.VOUCH)
def counter(request: HttpRequest) -> HttpResponse:
    """The lists in use."""
    rolls = Roll.objects.filter(imported_at__isnull=False, erased_at=None).order_by("-imported_at", "-pk")[:100]
    return render(request, "rolls/staff/counter.html", {"rolls": rolls})


@require_http_methods(["GET", "POST"])
@door(Permission.VOUCH)
def search(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whose name it may be on one list; the first twenty-five."""
    roll, form = found_roll(uuid), SearchForm(request.POST or None)
    if not roll.in_use:
        raise Http404
    context: dict[str, Any] = {"roll": roll, "form": form}
    if request.method == "POST" and form.is_valid():
        page = context["page"] = queries.lines_page(roll, form.cleaned_data["q"])
        context["lines"] = queries.with_area_names(page)
        has_read(request, "lines", f"rolls.Roll:{roll.uuid}")
    return render(request, "rolls/staff/search.html", context)


@require_GET
@door(Permission.VOUCH)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One person of a list, and what can be done for them."""
    return _page(request, _line(request, pk))


@require_POST
@door(Permission.VOUCH)
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """A code, shown once."""
    one, form = _line(request, pk), DocumentSeenForm(request.POST)
    if form.is_valid():
        try:
            new = services.counter_code(line=one, by=person(request), at=clock.now())
        except RollError as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "rolls/staff/code.html", {"line": one, "code": new})
    return _page(request, one, code_form=form)


@require_POST
@door(Permission.VOUCH)
def vouch(request: HttpRequest, pk: int) -> HttpResponse:
    """The account of the person who stands there."""
    one, form = _line(request, pk), VouchForm(request.POST, auto_id="id_vouch_%s")
    if form.is_valid() and form.user is not None:
        try:
            services.vouch(line=one, user=form.user, by=person(request), at=clock.now())
        except RollError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Done: this person stands on the list with their account."))
            return redirect("rolls_staff:search", one.roll.uuid)
    return _page(request, one, vouch_form=form)


@require_POST
@door(Permission.VOUCH)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Frees a line whose account is lost or wrong."""
    one, form = _line(request, pk), DocumentSeenForm(request.POST, prefix="release")
    if form.is_valid():
        try:
            services.release_line(line=one, by=person(request), at=clock.now())
        except RollError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The line is free again; its codes are worth nothing any more."))
            return redirect("rolls_staff:line", pk)
    return _page(request, one, release_form=form)


def _line(request: HttpRequest, pk: int) -> RollLine:
    found = get_object_or_404(RollLine.objects.select_related("roll"), pk=pk)
    if not found.roll.in_use:
        raise Http404
    has_read(request, "line", f"rolls.RollLine:{found.pk}")
    return queries.with_area_names([found])[0]


def _page(request: HttpRequest, one: RollLine, **forms: Any) -> HttpResponse:
    fresh: dict[str, Callable[[], Any]] = {
        "code_form": DocumentSeenForm,
        "vouch_form": lambda: VouchForm(auto_id="id_vouch_%s"),
        "release_form": lambda: DocumentSeenForm(prefix="release"),
    }
    return render(
        request,
        "rolls/staff/line.html",
        {"line": one, "links": [link(one) for link in hooks.line_links]}
        | {name: forms.get(name) or make() for name, make in fresh.items()},
    )
