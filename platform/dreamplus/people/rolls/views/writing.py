"""Letters: made by the worker, downloaded once."""

from __future__ import annotations

from typing import BinaryIO
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.views.decorators.http import require_POST

from dreamplus.core import clock
from dreamplus.people.roles import Permission
from dreamplus.people.rolls import files, services
from dreamplus.people.rolls.errors import RollError
from dreamplus.people.rolls.models import RollLetters
from dreamplus.people.rolls.views.staff import door, found_roll, person


@require_POST
@door(Permission.MANAGE_ROLLS)
def make(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Leaves a letter for everyone who has not proved who they are to the worker."""
    roll, language = found_roll(uuid), translation.get_language() or ""
    try:
        services.make_codes(roll=roll, by=person(request), language=language, at=clock.now())
    except RollError as refused:
        messages.error(request, str(refused))
    return redirect("rolls_staff:roll", uuid)


@require_POST
@door(Permission.MANAGE_ROLLS)
def download(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The letters, once: the file has no name any more before its first byte leaves."""
    letters = get_object_or_404(RollLetters.objects.select_related("roll"), uuid=uuid)
    try:
        path = services.take_letters(letters=letters, by=person(request), at=clock.now())
    except RollError as refused:
        messages.error(request, str(refused))
        return redirect("rolls_staff:roll", letters.roll.uuid)
    file: BinaryIO = path.open("rb")
    files.forget(path)
    pdf = file.read(5) == b"%PDF-"
    file.seek(0)
    kind, ending = ("application/pdf", "pdf") if pdf else ("application/zip", "zip")
    return FileResponse(file, as_attachment=True, filename=f"lettres.{ending}", content_type=kind)


@require_POST
@door(Permission.MANAGE_ROLLS)
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Throws the letters away."""
    letters = get_object_or_404(RollLetters.objects.select_related("roll"), uuid=uuid)
    services.cancel_letters(letters=letters)
    return redirect("rolls_staff:roll", letters.roll.uuid)
