"""What people do: report, follow their report, read why their words were hidden, contest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from dreamplus.core import clock, ratelimit
from dreamplus.core.references import normalise
from dreamplus.moderation import queries, services, subjects
from dreamplus.moderation.enums import CaseState, Measure
from dreamplus.moderation.errors import ModerationError
from dreamplus.moderation.forms import AppealForm, NoticeForm
from dreamplus.moderation.models import Decision, NoticeReceived
from dreamplus.moderation.rules.cases import APPEAL_FOR
from dreamplus.moderation.services.appeals import may_contest
from dreamplus.people.models import User

PER = timedelta(hours=1)
REPORTS, REPORTS_UNPROVED = 5, 2
TRIES, PER_TRIES = 30, timedelta(minutes=10)
SHOWN = 100


@sensitive_post_parameters("name", "email", "explanation")
@require_http_methods(["GET", "POST"])
@never_cache
def report(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """A notice, with or without an account; a place sends five an hour, two without a proof of work."""
    shown = subjects.load(kind, key)
    if shown is None or not shown.public or not shown.may_read(request.user):
        raise Http404
    person = request.user if isinstance(request.user, User) else None
    form = NoticeForm(request.POST or None, signed_in=person is not None, initial=_known(shown, person))
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name not in ("proof", "website")}
        proved = person is not None or bool(form.cleaned_data["proof"])
        at = clock.now()
        if not _may_report(request, proved, at):
            form.add_error(None, _("Too many reports from here. Please wait an hour; nothing you wrote is lost."))
        else:
            try:
                sent = services.receive_notice(
                    kind=kind, key=key, person=person, proved=proved, language=get_language() or "fr", at=at, **given
                )
            except ModerationError as refused:
                form.add_error(None, str(refused))
            else:
                return redirect(sent)
    context = {"form": form, "shown": shown}
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def notice(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a report; whoever holds its reference reads it, and may contest that words stay."""
    found = _by_reference(request, NoticeReceived.objects.select_related("case", "ground"), reference)
    decision = found.case.decision
    form = AppealForm(request.POST or None)
    if request.method == "POST" and decision is not None and form.is_valid():
        answer = _contest(form, decision, found)
        if answer is not None:
            return answer
    appealed = found.appeals.exists()
    context = {
        "notice": found,
        "steps": _steps(found, appealed),
        "decision": decision,
        "form": form,
        "contestable": _contestable(decision, found, appealed),
    }
    return render(request, "moderation/notice.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """The reasons, for the author: who holds the reference reads them and may contest."""
    rows = Decision.objects.select_related("case__author", "ground").prefetch_related("case__decisions", "appeals")
    found = _by_reference(request, rows, reference)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (answer := _contest(form, found, None)) is not None:
        return answer
    case = found.case
    own = [one for one in found.appeals.all() if one.notice_id is None]
    context = {
        "decision": found,
        "case": case,
        "shown": subjects.load(case.subject_kind, case.subject_key),
        "sanction": getattr(found, "sanction", None),
        "review": None if found.is_review else case.review,
        "appeal": own[0] if own else None,
        "form": form,
        "contestable": _contestable(found, None, bool(own)),
        "until": found.at + APPEAL_FOR,
        "charter": queries.charter(),
    }
    return render(request, "moderation/decision.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What was decided about one's words, and what one reported."""
    person = request.user.pk
    decided = Decision.objects.filter(case__author=person, undone_at=None).select_related("ground")
    reported = NoticeReceived.objects.filter(person=person).select_related("ground", "case")
    context = {
        "decisions": decided.order_by("-at")[:SHOWN],
        "notices": reported.order_by("-received_at")[:SHOWN],
    }
    return render(request, "moderation/mine.html", context)


def _known(shown: subjects.Shown, person: User | None) -> dict[str, str]:
    location = urljoin(settings.DREAM_ORIGIN, shown.href)
    return {"location": location} | ({"name": person.display_name, "email": person.address} if person else {})


def _may_report(request: HttpRequest, proved: bool, at: datetime) -> bool:
    place = request.META.get("REMOTE_ADDR", "")
    limit = REPORTS if proved else REPORTS_UNPROVED
    return ratelimit.allow(key=f"moderation.report:{proved}:{place}", limit=limit, per=PER, at=at)


def _by_reference(request: HttpRequest, rows: Any, reference: str) -> Any:
    """Tries are counted: a reference cannot be guessed, nor looked for."""
    known = normalise(reference)
    place = request.META.get("REMOTE_ADDR", "")
    if known is None or not ratelimit.allow(
        key=f"moderation.follow:{place}", limit=TRIES, per=PER_TRIES, at=clock.now()
    ):
        raise Http404
    return get_object_or_404(rows, reference=known)


def _contest(form: AppealForm, decision: Decision, notice: NoticeReceived | None) -> HttpResponse | None:
    try:
        services.appeal(decision=decision, notice=notice, words=form.cleaned_data["words"], at=clock.now())
    except ModerationError as refused:
        form.add_error(None, str(refused))
        return None
    return redirect(notice or decision)


def _contestable(decision: Decision | None, notice: NoticeReceived | None, appealed: bool) -> bool:
    if decision is None or appealed or decision.undone_at or decision.is_review:
        return False
    if decision.case.state not in (CaseState.DECIDED, CaseState.APPEALED):
        return False
    return may_contest(decision, notice) and clock.now() < decision.at + APPEAL_FOR


def _steps(notice: NoticeReceived, appealed: bool) -> list[dict[str, Any]]:
    """The line of what became of a report."""
    case, decision = notice.case, notice.case.decision
    steps: list[dict[str, Any]] = [{"label": _("Report received"), "at": notice.received_at, "state": "done"}]
    if decision is None and case.state == CaseState.CLOSED:
        return [*steps, {"label": _("The author took the words back"), "at": case.closed_at, "state": "done"}]
    if decision is None:
        return [*steps, {"label": _("A moderator reads it"), "state": "now"}]
    steps.append({"label": _told(decision), "at": decision.at, "state": "done"})
    if case.review is not None:
        return [
            *steps,
            {"label": _("After the appeal: %s") % _told(case.review), "at": case.review.at, "state": "done"},
        ]
    if case.state == CaseState.APPEALED:
        label = _("You contest: somebody else answers") if appealed else _("Contested: somebody else answers")
        steps.append({"label": label, "state": "now"})
    return steps


def _told(decision: Decision) -> str:
    if decision.measure == Measure.HIDDEN and decision.ground is not None:
        return _("Words hidden: %(ground)s") % {"ground": decision.ground.title}
    return _("Words kept: they break neither the law nor the charter")
