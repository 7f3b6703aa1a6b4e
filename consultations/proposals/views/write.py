"""Write, keep, read again, publish: three screens, and nothing typed is ever lost."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultations.proposals import queries
from consultations.proposals.forms import ProposalForm
from consultations.proposals.models import Draft, Proposal
from consultations.proposals.pages import KIND
from consultations.proposals.rules.words import paragraphs
from consultations.proposals.services.drafts import (
    Words,
    bring_from_session,
    discard_draft,
    in_session,
    keep_in_session,
    save_draft,
)
from consultations.proposals.services.publish import RECEIPT_KIND, publish_proposal
from consultations.proposals.views.shared import around
from dreamplus.core import clock
from dreamplus.participation import audience
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import Activity, Receipt
from dreamplus.participation.moments import moment
from dreamplus.participation.rules.audience import Act
from dreamplus.participation.signing import NotSpokenFor, chosen_organisation, signing_form
from dreamplus.participation.standing import standing
from dreamplus.participation.through import through
from dreamplus.participation.visitors import activity_or_404, sign_in_then, signed_in
from dreamplus.people.assisted.presence import note
from dreamplus.people.rights.forms import age_form
from dreamplus.people.rights.services.consents import declare_age


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """The form. Whatever the button, what was typed is kept first."""
    at = clock.now()
    subject = activity_or_404(request, activity, KIND, at)
    if request.method == "GET":
        return _form_page(request, subject, _words(request, subject, at), at)
    words = _typed(request)
    _keep(request, subject, words, at)
    action = request.POST.get("action")
    if action == "autosave":
        return HttpResponse(_kept_sentence(request, at), content_type="text/plain; charset=utf-8")
    if not subject.is_open(at):
        return _closed_page(request, subject, words, at, status=409)
    if action == "preview":
        form = ProposalForm(request.POST, themes=queries.themes(subject))
        if form.is_valid():
            return redirect("proposals:preview", activity=subject.uuid)
        return _form_page(request, subject, words, at, form)
    messages.success(request, _kept_sentence(request, at))
    return redirect("proposals:write", activity=subject.uuid)


@never_cache
@require_GET
def preview(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """The proposal as others will read it, and those that look like it."""
    at = clock.now()
    subject = activity_or_404(request, activity, KIND, at)
    words = _words(request, subject, at)
    if not subject.is_open(at):
        return _closed_page(request, subject, words, at, status=200)
    themes = queries.themes(subject)
    form = ProposalForm(_data(words), themes=themes)
    if not form.is_valid():
        return _form_page(request, subject, words, at, form)
    person = signed_in(request)
    context = around(request, subject) | {
        "title": form.cleaned_data["title"],
        "paragraphs": paragraphs(form.cleaned_data["body"]),
        "theme": form.cleaned_data.get("theme"),
        "name": person.public_name if person else "",
        "key": _draft(request, subject).key if person else None,
        "refusal": audience.check(request.user, subject, Act.CONTRIBUTE, back=request.path),
        "sign_in": sign_in_then(request.path),
        "similar": queries.similar(subject, words.title, but_of=person),
        "step": _step(2),
        "age_form": age_form(person),
        "signing": signing_form(request.user),
    }
    return render(request, "proposals/preview.html", context)


@require_POST
def publish(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Publishes the draft shown by the preview; the same form sent twice shows the same receipt."""
    at = clock.now()
    subject = activity_or_404(request, activity, KIND, at)
    person = signed_in(request)
    preview_page = reverse("proposals:preview", args=[subject.uuid])
    if person is None:
        return redirect(sign_in_then(preview_page))
    key = _key(request)
    draft = Draft.objects.select_related("theme").filter(activity=subject, person=person).first()
    done = Proposal.objects.filter(contribution__uuid=key, contribution__author=person).exists() if key else False
    if done:
        return redirect("proposals:published", proposal=key)
    if draft is None or draft.key != key:
        messages.warning(request, _("This draft changed since it was shown. Read it again, then publish it."))
        return redirect(preview_page)
    age = age_form(person, request.POST)
    if age is not None:
        if not age.is_valid():
            messages.error(request, " ".join(map(str, age.errors["age"])))
            return redirect(preview_page)
        declare_age(person=person, at=at)
    try:
        organisation = chosen_organisation(request.POST, person)
    except NotSpokenFor as refusal:
        messages.error(request, str(refusal))
        return redirect(preview_page)
    try:
        made = publish_proposal(
            activity=subject,
            author=person,
            key=draft.key,
            title=draft.title,
            body=draft.body,
            theme=draft.theme,
            at=at,
            organisation=organisation,
            through=through(request),
        )
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
        return redirect("proposals:write", activity=subject.uuid)
    note(request, title=made.proposal.title, reference=made.receipt.reference)
    return redirect("proposals:published", proposal=made.proposal.contribution.uuid)


@require_POST
def discard(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Throws the draft away, because its author said so."""
    subject = activity_or_404(request, activity, KIND, clock.now())
    if person := signed_in(request):
        discard_draft(activity=subject, person=person)
    keep_in_session(request.session, activity=subject, words=Words())
    messages.success(request, _("The draft is deleted."))
    return redirect(around(request, subject)["activity_href"] or "/")


@never_cache
@require_GET
def published(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """The receipt on screen, for its author alone."""
    person = signed_in(request)
    if person is None:
        return redirect(sign_in_then(request.path))
    found = Receipt.objects.select_related("activity", "contribution__proposal").filter(kind=RECEIPT_KIND)
    receipt = get_object_or_404(found, contribution__uuid=proposal, person=person)
    assert receipt.contribution is not None  # noqa: S101 - asked for by the query
    return render(
        request,
        "proposals/published.html",
        around(request, receipt.activity)
        | {"receipt": receipt, "proposal": receipt.contribution.proposal, "step": _step(3), "email": person.address},
    )


def _typed(request: HttpRequest) -> Words:
    theme = request.POST.get("theme", "")
    number = int(theme) if theme.isascii() and theme.isdecimal() and len(theme) < 10 else None
    title, body = (request.POST.get(name, "").replace("\0", "") for name in ("title", "body"))
    return Words(title, body, number)


def _keep(request: HttpRequest, activity: Activity, words: Words, at: datetime) -> None:
    if person := signed_in(request):
        save_draft(activity=activity, person=person, words=words, at=at)
    else:
        keep_in_session(request.session, activity=activity, words=words)


def _words(request: HttpRequest, activity: Activity, at: datetime) -> Words:
    """What was being written; what was typed before signing in comes along."""
    person = signed_in(request)
    if person is None:
        return in_session(request.session, activity)
    if bring_from_session(request.session, activity=activity, person=person, at=at):
        messages.success(request, _("You are signed in, and your text is here. Read it again, then publish it."))
    draft = Draft.objects.filter(activity=activity, person=person).first()
    return Words(draft.title, draft.body, draft.theme_id) if draft else Words()


def _draft(request: HttpRequest, activity: Activity) -> Draft:
    return Draft.objects.get(activity=activity, person=signed_in(request))


def _data(words: Words) -> dict[str, Any]:
    return {"title": words.title, "body": words.body, "theme": words.theme or ""}


def _kept_sentence(request: HttpRequest, at: datetime) -> str:
    if signed_in(request):
        return _("Draft kept at %(hour)s. You find it here on any device.") % {"hour": _hour(at)}
    return _("Draft kept in this browser at %(hour)s. Sign in to find it elsewhere too.") % {"hour": _hour(at)}


def _hour(at: datetime) -> str:
    return moment(at).rsplit(", ", 1)[-1]


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _form_page(
    request: HttpRequest, activity: Activity, words: Words, at: datetime, form: ProposalForm | None = None
) -> HttpResponse:
    if not activity.is_open(at):
        return _closed_page(request, activity, words, at, status=200)
    bound = form is not None
    form = form or ProposalForm(initial=_data(words), themes=queries.themes(activity))
    context = around(request, activity) | {
        "form": form,
        "standing": standing(activity, at),
        "refusal": audience.check(request.user, activity, Act.CONTRIBUTE, back=request.path)
        if signed_in(request)
        else None,
        "sign_in": sign_in_then(request.path),
        "has_draft": not words.empty,
        "step": _step(1),
    }
    return render(request, "proposals/write.html", context, status=422 if bound else 200)


def _closed_page(request: HttpRequest, activity: Activity, words: Words, at: datetime, *, status: int) -> HttpResponse:
    context = around(request, activity) | {"standing": standing(activity, at), "words": words}
    return render(request, "proposals/closed.html", context, status=status)


def _step(number: int) -> dict[str, str]:
    """Where one is in the three screens, in words."""
    labels = {1: _("Write it"), 2: _("Read again"), 3: _("Keep your number")}
    return {"number": _("Step %(number)s of 3") % {"number": number}, "label": labels[number]}
