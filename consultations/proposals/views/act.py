"""What a person does to a published proposal: support it, correct it, withdraw it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultations.proposals import queries
from consultations.proposals.errors import ChangedMeanwhile
from consultations.proposals.forms import ProposalForm
from consultations.proposals.models import Proposal
from consultations.proposals.services.edit import edit_proposal, why_not_edit
from consultations.proposals.services.publish import withdraw_proposal
from consultations.proposals.services.support import support_proposal, take_back_support
from consultations.proposals.views.shared import around, proposal_or_404
from dreamplus.core import clock
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.visitors import sign_in_then, signed_in


@require_POST
def support(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """Supports, or takes the support back; sent twice it is done once."""
    found = proposal_or_404(request, proposal)
    person = signed_in(request)
    if person is None:
        return redirect(sign_in_then(found.get_absolute_url()))
    at = clock.now()
    try:
        if request.POST.get("action") == "take_back":
            take_back_support(proposal=found, person=person, at=at)
            messages.success(request, _("Your support is taken back."))
        else:
            support_proposal(proposal=found, person=person, at=at)
            messages.success(request, _("Thank you, your support counts."))
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """Corrects one's proposal while the collection is open; what was typed comes back with any refusal."""
    found, at = proposal_or_404(request, proposal), clock.now()
    person = signed_in(request)
    if person is None:
        return redirect(sign_in_then(request.path))
    if found.contribution.author_id != person.pk:
        raise Http404
    themes = queries.themes(found.activity)
    if request.method == "GET":
        if refusal := why_not_edit(proposal=found, by=person, at=at):
            messages.warning(request, str(refusal))
            return redirect(found)
        initial = {"title": found.title, "body": found.body, "theme": found.theme_id}
        return _edit_page(request, found, ProposalForm(initial=initial, themes=themes), _last(found))
    form, seen = ProposalForm(request.POST, themes=themes), _seen(request)
    if form.is_valid():
        try:
            words = {"title": form.cleaned_data["title"], "body": form.cleaned_data["body"]}
            edit_proposal(proposal=found, by=person, theme=form.cleaned_data.get("theme"), seen=seen, at=at, **words)
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            seen = _last(found)
        except ParticipationError as refusal:
            form.add_error(None, str(refusal))
        else:
            found = proposal_or_404(request, proposal)
            messages.success(
                request,
                _("Your proposal is changed. What it said before stays readable.")
                if found.contribution.is_visible
                else _("Your proposal is changed. A moderator reads it before it is shown again."),
            )
            return redirect(found)
    return _edit_page(request, found, form, seen, status=422)


@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """Asks once, then withdraws; the text comes back as a draft."""
    found = proposal_or_404(request, proposal)
    person = signed_in(request)
    if person is None:
        return redirect(sign_in_then(request.path))
    if found.contribution.author_id != person.pk:
        raise Http404
    if request.method == "POST":
        withdraw_proposal(proposal=found, by=person, at=clock.now())
        messages.success(request, _("Your proposal is withdrawn. Its text is kept in your drafts."))
        return redirect(found)
    return render(request, "proposals/withdraw.html", around(request, found.activity) | {"proposal": found})


def _last(found: Proposal) -> int:
    return found.versions.latest("number").number


def _seen(request: HttpRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 6 else 0


def _edit_page(request: HttpRequest, found: Proposal, form: ProposalForm, seen: int, status: int = 200) -> HttpResponse:
    context = around(request, found.activity) | {"proposal": found, "form": form, "seen": seen}
    return render(request, "proposals/edit.html", context, status=status)
