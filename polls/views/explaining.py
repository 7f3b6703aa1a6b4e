"""How this vote is protected, in words that claim no more than what is so."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from polls.views.doors import find, spoken
from polls.views.voting import context_of


@require_GET
@spoken
def protection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Level A explained: what is stored, who could see what, until when."""
    return render(request, "polls/protection.html", context_of(request, find(request, uuid)))
