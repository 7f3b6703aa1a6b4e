"""Reading one proposal, and what it said before."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from consultations.proposals import comments
from consultations.proposals.models import Proposal, Support
from consultations.proposals.notices import key_of
from consultations.proposals.rules.words import changes, paragraphs
from consultations.proposals.services.edit import why_not_edit
from consultations.proposals.views.shared import around, proposal_or_404
from dreamplus.core import clock
from dreamplus.notifications.button import follow_button
from dreamplus.participation.enums import Status as Shown
from dreamplus.participation.reach import may_now_on
from dreamplus.participation.signing import spokesperson
from dreamplus.participation.standing import standing
from dreamplus.participation.visitors import sign_in_then, signed_in
from dreamplus.people.doors import may_now
from dreamplus.people.roles import Permission


@require_GET
def detail(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """One proposal with its answer, its supports and what others show under it."""
    at = clock.now()
    found = proposal_or_404(request, proposal)
    person = signed_in(request)
    context = around(request, found.activity) | _shown(request, found)
    context |= {
        "standing": standing(found.activity, at),
        "open": found.activity.is_open(at),
        "supported": person is not None and Support.objects.filter(proposal=found, person=person).exists(),
        "may_edit": person is not None and why_not_edit(proposal=found, by=person, at=at) is None,
        "sign_in": sign_in_then(request.path),
        "follow": follow_button(request, key_of(found)) if context["visible"] and not found.activity.is_private else "",
        "comments": comments.under(request, found) if context["visible"] else "",
    }
    return render(request, "proposals/detail.html", context)


@require_GET
def history(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """Every text it had, the newest first, with what changed."""
    found = proposal_or_404(request, proposal)
    context = around(request, found.activity) | _shown(request, found)
    if not context["readable"]:
        raise Http404
    versions = list(found.versions.all())
    older = [None, *versions]
    told = [
        {"version": new, "title": changes(old.title, new.title), "body": changes(old.body, new.body)}
        if old
        else {"version": new, "first": True}
        for old, new in zip(older, versions, strict=False)
    ]
    return render(request, "proposals/history.html", context | {"versions": told[::-1]})


def _shown(request: HttpRequest, found: Proposal) -> dict[str, Any]:
    """Hidden or withdrawn: a placeholder for everybody but its author and, when hidden or waiting, those who moderate.

    Raises `Http404` for others while it waits.
    """
    person = signed_in(request)
    mine = person is not None and found.contribution.author_id == person.pk
    status = found.contribution.status
    moderates = may_now(request, Permission.MODERATE)
    readable = status == Shown.VISIBLE or mine or (status in (Shown.HIDDEN, Shown.WAITING) and moderates)
    if status == Shown.WAITING and not readable:
        raise Http404  # what nobody has read yet does not exist for others
    return {
        "proposal": found,
        "contribution": found.contribution,
        "paragraphs": paragraphs(found.body),
        "answer_paragraphs": paragraphs(found.answer),
        "author": found.contribution.signed,
        "organisation": found.contribution.organisation,
        "spokesperson": spokesperson(found.contribution),
        "mine": mine,
        "readable": readable,
        "visible": status == Shown.VISIBLE,
        "may_answer": may_now_on(request, Permission.ANSWER_PROPOSALS, found.activity),
        "may_hide": moderates,
    }
