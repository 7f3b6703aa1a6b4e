"""What is printed for a vote: its poster, the ballot on paper, the sheet on which paper is counted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from dreamplus.participation.models import Activity
from dreamplus.participation.reach import activity_for
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from dreamplus.theming import qr as qr_codes
from polls.rules import Kind, Questions, RulesRefused
from polls.sentences import instruction
from polls.words import draft_questions, words_of

LINES = 15
"""Ballots that one sheet holds where they are written down one by one."""


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def qr(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The QR code of the public address, as SVG."""
    return square_of(_poll(request, uuid))


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def poster(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A page to print: the question, the dates, the address and its QR code."""
    activity = _poll(request, uuid)
    return _printed(request, "polls/staff/poster.html", activity, {"address": _public_address(activity)})


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def ballot(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same question on paper, with boxes to tick or to write in."""
    return _on_paper(request, "polls/staff/paper/ballot.html", _poll(request, uuid))


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sheet of those who open the box: strokes by option or by grade, or one line a ballot."""
    return _on_paper(request, "polls/staff/paper/sheet.html", _poll(request, uuid))


def square_of(activity: Activity) -> HttpResponse:
    """The QR code of the public address of a vote, as SVG."""
    drawn = qr_codes.drawn(_public_address(activity), scale=8, border=2)
    return HttpResponse(drawn, content_type="image/svg+xml")


def _on_paper(request: HttpRequest, template: str, activity: Activity) -> HttpResponse:
    try:
        questions = draft_questions(activity)
    except RulesRefused:
        return _printed(request, "polls/staff/paper/missing.html", activity, {})
    return _printed(request, template, activity, {"number": str(activity.uuid)[:8].upper()}, questions)


def _printed(
    request: HttpRequest, template: str, activity: Activity, context: dict[str, Any], questions: Questions = ()
) -> HttpResponse:
    """In the language asked for by `langue`, or in that of the reader."""
    words = words_of(activity, request.GET.get("langue", translation.get_language() or ""))
    with translation.override(words.language or None):
        asked = [
            {
                "words": told,
                "rules": rules,
                "instruction": instruction(rules),
                "marks": [(mark, told.grade(mark)) for mark in rules.marks],
                "lines": range(1, LINES + 1) if rules.kind in (Kind.RANKING, Kind.POINTS) else [],
            }
            for rules, told in zip(questions, words.every, strict=False)
        ]
        return render(request, template, {"activity": activity, "words": words, "asked": asked, **context})


def _public_address(activity: Activity) -> str:
    """Printed and hung in town: the site's own, whatever name this request came by."""
    from polls.staff import public_href

    return urljoin(settings.DREAM_ORIGIN, public_href(activity))


def _poll(request: HttpRequest, uuid: UUID) -> Activity:
    return activity_for(request, Permission.MANAGE_ACTIVITIES, uuid, kind="poll")
