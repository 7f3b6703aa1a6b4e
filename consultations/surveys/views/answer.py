"""Answer screen after screen, read again, send, keep the number. Nothing typed is ever lost."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultations.surveys import queries, sentences
from consultations.surveys.errors import AnsweredAlready, AnswersRefused
from consultations.surveys.forms import ScreenForm
from consultations.surveys.models import Attendance
from consultations.surveys.pages import KIND
from consultations.surveys.rules.answers import checked, path
from consultations.surveys.rules.questionnaire import Questionnaire, Screen, told
from consultations.surveys.services import drafts
from consultations.surveys.services.answering import RECEIPT_KIND, counts, send_answers, withdraw_answers
from consultations.surveys.services.building import questionnaire
from consultations.surveys.views.shared import around, language_of_reader
from dreamplus.core import clock
from dreamplus.participation import audience
from dreamplus.participation.enums import State
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import Activity, Receipt
from dreamplus.participation.reach import may_now_on
from dreamplus.participation.rules.audience import Act
from dreamplus.participation.standing import standing
from dreamplus.participation.through import through
from dreamplus.participation.visitors import activity_or_404, sign_in_then, signed_in
from dreamplus.people.assisted.presence import note
from dreamplus.people.models import User
from dreamplus.people.rights.forms import age_form
from dreamplus.people.rights.services.consents import declare_age
from dreamplus.people.roles import Permission

SENT = "surveys.sent"


@dataclass
class Visit:
    """One person at one survey, at one instant."""

    request: HttpRequest
    activity: Activity
    asked: Questionnaire
    person: User | None
    seat: Attendance | None
    answers: dict[str, Any]
    at: datetime

    @property
    def previews(self) -> bool:
        """Who prepares it tries it before it opens; nothing can be sent."""
        early = self.activity.state(self.at) in (State.DRAFT, State.UPCOMING)
        return early and may_now_on(self.request, Permission.MANAGE_ACTIVITIES, self.activity)

    @property
    def is_done(self) -> bool:
        """Answered, and nothing tells the answer from the others."""
        return self.seat is not None and self.seat.response is None

    def keep(self, answers: Mapping[str, Any]) -> None:
        self.answers = dict(answers)
        drafts.keep(self.request.session, activity=self.activity, person=self.person, answers=self.answers, at=self.at)


def _visit(request: HttpRequest, key: uuid.UUID) -> Visit:
    at = clock.now()
    activity, person = activity_or_404(request, key, KIND, at), signed_in(request)
    seat = queries.own(activity, person) if person else None
    if person is not None:
        answers = drafts.bring_from_session(request.session, activity=activity, person=person, at=at)
    else:
        answers = drafts.answers_so_far(request.session, activity=activity, person=None)
    if not answers and seat is not None and seat.response is not None:
        answers = seat.response.answers
    return Visit(request, activity, questionnaire(activity), person, seat, answers, at)


@never_cache
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, activity: uuid.UUID, number: int = 1) -> HttpResponse:
    """One screen. Whatever the button, what can be kept of it is kept first."""
    visit = _visit(request, activity)
    if stopped := _stopped(visit):
        return stopped
    screens = path(visit.asked, visit.answers)
    if not 1 <= number <= len(screens):
        return redirect("surveys:review", activity=activity)
    if request.method == "GET":
        return _screen_page(visit, screens, number, _form(visit, screens[number - 1]))
    form = _form(visit, screens[number - 1], request.POST)
    good = form.is_valid()
    visit.keep(_merged(visit.answers, form))
    match request.POST.get("action"):
        case "back":
            return redirect("surveys:screen", activity=activity, number=max(1, number - 1))
        case "link":
            return _link_page(visit)
        case "save":
            messages.success(request, _kept(visit))
            return redirect("surveys:screen", activity=activity, number=number)
    if not good:
        return _screen_page(visit, screens, number, form, status=422)
    if number < len(path(visit.asked, visit.answers)):
        return redirect("surveys:screen", activity=activity, number=number + 1)
    return redirect("surveys:review", activity=activity)


@never_cache
@require_GET
def review(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Everything that was answered, before it is sent."""
    visit = _visit(request, activity)
    return _stopped(visit) or _review_page(visit)


@require_POST
def send(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Sends what was read again; the same form sent twice shows the same receipt."""
    visit = _visit(request, activity)
    if stopped := _stopped(visit, posted=True):
        return stopped
    key = _key(request)
    if visit.person is None and queries.is_sent(visit.activity, key):
        return redirect("surveys:sent", activity=activity)
    age = age_form(visit.person, request.POST)
    if age is not None:
        if not age.is_valid():
            return _review_page(visit, [" ".join(map(str, age.errors["age"]))])
        assert visit.person is not None  # noqa: S101 - only a person is asked
        declare_age(person=visit.person, at=visit.at)
    try:
        sent = send_answers(
            activity=visit.activity,
            person=visit.person,
            answers=visit.answers,
            key=key,
            language=language_of_reader(),
            at=visit.at,
            through=through(request),
        )
    except AnswersRefused as refused:
        return _review_page(visit, [_told(visit, refusal) for refusal in refused.refused])
    except AnsweredAlready:
        return _answered_page(visit)
    except ParticipationError as refused:
        return _review_page(visit, [str(refused)])
    drafts.discard(request.session, activity=visit.activity, person=visit.person)
    request.session[SENT] = dict(request.session.get(SENT, {})) | {str(visit.activity.uuid): sent.receipt.reference}
    if sent.new:
        note(request, title=visit.activity.title, reference=sent.receipt.reference)
    return redirect("surveys:sent", activity=activity)


@never_cache
@require_GET
def sent(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """The receipt on screen, in the browser that sent."""
    visit = _visit(request, activity)
    reference = request.session.get(SENT, {}).get(str(activity), "")
    receipt = get_object_or_404(Receipt, reference=reference, activity=visit.activity, kind=RECEIPT_KIND)
    context = around(request, visit.activity) | {
        "receipt": receipt,
        "email": receipt.person.address if receipt.person else "",
        "may_correct": visit.seat is not None and visit.seat.response is not None and visit.activity.is_open(visit.at),
    }
    return render(request, "surveys/sent.html", context)


@require_POST
def discard(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Throws away what was begun, because the person said so."""
    visit = _visit(request, activity)
    drafts.discard(request.session, activity=visit.activity, person=visit.person)
    messages.success(request, _("What you had begun is deleted."))
    return redirect(around(request, visit.activity)["activity_href"] or "/")


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Takes an answer back, after a question."""
    visit = _visit(request, activity)
    if visit.person is None:
        return redirect(sign_in_then(request.path))
    if request.method == "GET":
        if visit.seat is None or visit.seat.response is None:
            raise Http404
        return render(request, "surveys/withdraw.html", around(request, visit.activity))
    try:
        withdraw_answers(activity=visit.activity, person=visit.person, at=visit.at)
    except ParticipationError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your answer is withdrawn."))
    return redirect(around(request, visit.activity)["activity_href"] or "/")


@never_cache
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, activity: uuid.UUID, secret: str) -> HttpResponse:
    """What a link keeps is taken up again here."""
    visit = _visit(request, activity)
    kept = drafts.behind_link(activity=visit.activity, secret=secret)
    if kept is None:
        raise Http404
    if request.method == "POST":
        visit.keep(visit.answers | kept)
        return redirect("surveys:screen", activity=activity, number=1)
    return render(request, "surveys/resume.html", around(request, visit.activity))


# Pages ----------------------------------------------------------------------------------------------------------------
def _stopped(visit: Visit, *, posted: bool = False) -> HttpResponse | None:
    """The page shown instead of questions, where none can be answered."""
    if visit.is_done:
        return _answered_page(visit)
    if visit.activity.is_open(visit.at) or (visit.previews and not posted):
        return None
    context = around(visit.request, visit.activity) | {
        "standing": standing(visit.activity, visit.at),
        "kept": bool(visit.answers),
        "told": _answers_in_words(visit, path(visit.asked, visit.answers)),
    }
    return render(visit.request, "surveys/closed.html", context, status=409 if visit.request.method == "POST" else 200)


def _answered_page(visit: Visit) -> HttpResponse:
    context = around(visit.request, visit.activity) | {"standing": standing(visit.activity, visit.at)}
    return render(visit.request, "surveys/answered.html", context)


def _screen_page(visit: Visit, screens: list[Screen], number: int, form: ScreenForm, status: int = 200) -> HttpResponse:
    shown = screens[number - 1]
    context = around(visit.request, visit.activity) | {
        "form": form,
        "title": told(shown.title, form.language),
        "number": number,
        "step": _step(number, len(screens)),
        "share": round(100 * (number - 1) / (len(screens) + 1)),
        "previews": visit.previews,
        "promise": sentences.promise(visit.asked.mode) if number == 1 else "",
        "refusal": _refusal(visit) if number == 1 and visit.person else None,
        "corrects": visit.seat is not None,
        "begun": bool(visit.answers) and visit.seat is None,
    }
    return render(visit.request, "surveys/screen.html", context, status=status)


def _review_page(visit: Visit, problems: list[str] | None = None) -> HttpResponse:
    screens = path(visit.asked, visit.answers)
    kept, refused = checked(visit.asked, visit.answers)
    wrong = [one.question for one in refused]
    shown = problems if problems is not None else [_told(visit, one) for one in refused]
    context = around(visit.request, visit.activity) | {
        "screens": _answers_in_words(visit, screens, wrong),
        "problems": shown,
        "ready": bool(kept) and not refused,
        "empty": not kept,
        "refusal": _refusal(visit),
        "sign_in": sign_in_then(reverse("surveys:review", args=[visit.activity.uuid])),
        "step": _step(len(screens) + 1, len(screens)),
        "share": round(100 * len(screens) / (len(screens) + 1)),
        "promise": sentences.promise(visit.asked.mode),
        "previews": visit.previews,
        "corrects": visit.seat is not None,
        "age_form": age_form(visit.person),
        "last": len(screens),
        "key": _key(visit.request),
    }
    return render(visit.request, "surveys/review.html", context, status=422 if problems else 200)


def _link_page(visit: Visit) -> HttpResponse:
    secret = drafts.link_to(visit.request.session, activity=visit.activity, answers=visit.answers, at=visit.at)
    address = visit.request.build_absolute_uri(reverse("surveys:resume", args=[visit.activity.uuid, secret]))
    return render(visit.request, "surveys/link.html", around(visit.request, visit.activity) | {"address": address})


def _answers_in_words(visit: Visit, screens: list[Screen], wrong: list[str] | None = None) -> list[dict[str, Any]]:
    language = language_of_reader()
    return [
        {
            "number": number,
            "title": told(one.title, language),
            "rows": [
                {
                    "label": told(question.label, language),
                    "lines": sentences.answer(question, visit.answers.get(question.code), language),
                    "wrong": question.code in (wrong or ()),
                }
                for question in one.questions
            ],
        }
        for number, one in enumerate(screens, start=1)
    ]


def _told(visit: Visit, refusal: Any) -> str:
    question = visit.asked.question(refusal.question)
    label = told(question.label, language_of_reader()) if question else ""
    return f"{label} – {sentences.problem(refusal, question)}"


def _form(visit: Visit, shown: Screen, data: Any = None) -> ScreenForm:
    return ScreenForm(
        data,
        screen=shown,
        language=language_of_reader(),
        answers=visit.answers,
        counts=counts(visit.activity, visit.asked),
    )


def _merged(before: Mapping[str, Any], form: ScreenForm) -> dict[str, Any]:
    """What was answered, with what this screen says now; an answer taken away is away."""
    together = dict(before) | form.answers
    return {code: value for code, value in together.items() if value is not None}


def _refusal(visit: Visit) -> Any:
    back = reverse("surveys:review", args=[visit.activity.uuid])
    return audience.check(visit.request.user, visit.activity, Act.CONTRIBUTE, back=back)


def _kept(visit: Visit) -> str:
    if visit.person is not None:
        return _("Your answers are kept. You find them here on any device.")
    return _("Your answers are kept in this browser.")


def _key(request: HttpRequest) -> uuid.UUID:
    """Of the form that was read again: sent twice it is one answer. A new one for a form that has none yet."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _step(number: int, screens: int) -> str:
    if number > screens:
        return _("Read again, then send")
    return _("Step %(number)s of %(all)s") % {"number": number, "all": screens + 1}
