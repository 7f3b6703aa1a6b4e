"""What processes show on the home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from consultations.queries import home
from dreamplus.core import clock


def lead(request: HttpRequest, page: Any) -> SafeString | None:
    """The open activity most in need, with its figures and its button; beside it, what else is open or comes."""
    found = home.on_home(request, page, clock.now()).lead
    if found.main is None and not found.beside:
        return None
    return render_to_string("consultations/slots/lead.html", {"lead": found}, request=request)


def after(request: HttpRequest, page: Any) -> SafeString | None:
    """ "You spoke, here is what followed": the line of one process."""
    story = home.on_home(request, page, clock.now()).story
    if story is None:
        return None
    return render_to_string("consultations/slots/after.html", story, request=request)
