"""An agent makes a list, sends its file, reads what is wrong with it, confirms it; and ends it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.core.sheets import csv_bytes, csv_lines
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission
from dreamplus.people.rolls import faults, queries, services
from dreamplus.people.rolls.enums import ImportState, LettersState
from dreamplus.people.rolls.errors import RollError
from dreamplus.people.rolls.forms import FileForm, RollForm
from dreamplus.people.rolls.models import Roll, RollImport
from dreamplus.people.rolls.services.letters import lines_to_write
from dreamplus.people.rolls.standing import standing
from dreamplus.people.rolls.views.staff import door, found_roll, has_read, person, role_of

PER_PAGE = 25
SHOWN_FAULTS = 30
SHOWN_LINES = 5
TEMPLATE = (
    ["nom", "prénom", "année ou date de naissance", "adresse 1", "adresse 2", "code postal", "ville", "quartier",
     "e-mail", "identifiant"],
    ["Exemple", "Zoé", "12/03/1985", "3 rue du Marché", "", "59100", "Wattrelin", "Centre", "zoe@exemple.fr", "1"],
)  # fmt: skip


@require_GET
@door(Permission.MANAGE_ROLLS)
def rolls(request: HttpRequest) -> HttpResponse:
    """Every list, the newest first; those that were erased keep their size."""
    page = Paginator(Roll.objects.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"roll": one, "standing": standing(one)} for one in page]
    return render(request, "rolls/staff/rolls.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
@door(Permission.MANAGE_ROLLS)
def create(request: HttpRequest) -> HttpResponse:
    """A new list; its file comes next."""
    form = RollForm(request.POST or None, initial={"forget_addresses": True})
    if request.method == "POST" and form.is_valid():
        by_role = role_of(person(request), Permission.MANAGE_ROLLS)
        roll = services.create_roll(**form.cleaned_data, by_role=by_role, at=clock.now())
        return redirect("rolls_staff:roll", roll.uuid)
    return render(request, "rolls/staff/create.html", {"form": form})


@require_GET
@door(Permission.MANAGE_ROLLS)
def template(request: HttpRequest) -> HttpResponse:
    """The columns of a file and one line as an example."""
    answer = HttpResponse(csv_bytes(TEMPLATE[0], [TEMPLATE[1]]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="liste-modele.csv"'
    return answer


@require_GET
@door(Permission.MANAGE_ROLLS)
def roll(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One list: where it stands, and what can be done about it now."""
    return render(request, "rolls/staff/roll.html", _context(request, found_roll(uuid)))


@require_POST
@door(Permission.MANAGE_ROLLS)
def upload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Takes a file; the worker reads it."""
    one, form = found_roll(uuid), FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.stage_roll_file(
                roll=one,
                file=file.chunks(),
                file_name=file.name,
                language=translation.get_language() or "",
                at=clock.now(),
            )
        except RollError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("rolls_staff:roll", uuid)
    return render(request, "rolls/staff/roll.html", _context(request, one) | {"file_form": form}, status=200)


@require_GET
@door(Permission.MANAGE_ROLLS)
def faults_csv(request: HttpRequest, uuid: UUID) -> StreamingHttpResponse:
    """Everything that is wrong in a file, line by line."""
    batch = get_object_or_404(RollImport, uuid=uuid, state=ImportState.FAULTY)
    has_read(request, "faults", f"rolls.RollImport:{batch.uuid}")
    found = batch.faults.order_by("line", "pk").values_list("line", "column", "value", "message")
    header = [_("line"), _("column"), _("read"), _("what is wrong")]
    answer = StreamingHttpResponse(csv_lines(header, found.iterator(2_000)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="erreurs.csv"'
    return answer


@require_POST
@door(Permission.MANAGE_ROLLS)
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The lines count from now on."""
    batch = get_object_or_404(RollImport.objects.select_related("roll"), uuid=uuid)
    return _done(request, batch.roll, lambda: services.confirm_import(batch=batch, at=clock.now()))


@require_POST
@door(Permission.MANAGE_ROLLS)
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Throws the file away."""
    batch = get_object_or_404(RollImport.objects.select_related("roll"), uuid=uuid)
    return _done(request, batch.roll, lambda: services.cancel_import(batch=batch, at=clock.now()))


@require_POST
@door(Permission.MANAGE_ROLLS)
def freeze(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Fixes the lines and shows their fingerprint."""
    one = found_roll(uuid)
    return _done(request, one, lambda: services.freeze_roll(roll=one, at=clock.now()))


@require_http_methods(["GET", "POST"])
@door(Permission.MANAGE_ROLLS)
def erase(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Asks, then erases before the day."""
    one = found_roll(uuid)
    if request.method == "POST":
        services.ask_erasure(roll=one, at=clock.now())
        messages.success(request, _("The list is erased: nobody stands on it any more."))
        return redirect("rolls_staff:rolls")
    return render(request, "rolls/staff/erase.html", {"roll": one, "qualified": queries.qualified(one)})


def _done(request: HttpRequest, one: Roll, act: Any) -> HttpResponse:
    try:
        act()
    except RollError as refused:
        messages.error(request, str(refused))
    return redirect("rolls_staff:roll", one.uuid)


def _context(request: HttpRequest, one: Roll) -> dict[str, Any]:
    batch = one.imports.exclude(state__in=(ImportState.CANCELLED, ImportState.DONE)).order_by("-pk").first()
    context: dict[str, Any] = {"roll": one, "standing": standing(one), "batch": batch, "file_form": FileForm()}
    context["vouches"] = may(person(request), Permission.VOUCH)
    if batch is not None:
        context |= _file_context(request, batch)
    if one.in_use:
        letters = one.letters.exclude(state__in=(LettersState.TAKEN, LettersState.GONE)).first()
        context |= {"qualified": queries.qualified(one), "to_write": lines_to_write(one).count(), "letters": letters}
        context["mine"] = letters is not None and letters.made_by_id == person(request).pk
    return context


def _file_context(request: HttpRequest, batch: RollImport) -> dict[str, Any]:
    taken = [{"column": column, "part": faults.part(part)} for column, part in batch.taken]
    context: dict[str, Any] = {"taken": taken}
    if batch.state == ImportState.FAULTY:
        has_read(request, "faults", f"rolls.RollImport:{batch.uuid}")
        context["faults"] = list(batch.faults.order_by("line", "pk")[:SHOWN_FAULTS])
    elif batch.state == ImportState.READY:
        has_read(request, "lines", f"rolls.Roll:{batch.roll.uuid}")
        context["lines"] = queries.with_area_names(batch.roll.lines.order_by("number")[:SHOWN_LINES])
    return context
