"""Agents write the questions, print them, enter sheets, read the answers and take them away."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultations.surveys import crossing, queries, sentences
from consultations.surveys.errors import AnswersRefused
from consultations.surveys.export import table
from consultations.surveys.forms import ScreenForm
from consultations.surveys.models import Response
from consultations.surveys.pages import KIND
from consultations.surveys.rules import changing
from consultations.surveys.rules.faults import faults
from consultations.surveys.rules.questionnaire import Condition, Kind, Questionnaire, Screen, told, untranslated
from consultations.surveys.services.building import change, questionnaire
from consultations.surveys.services.entering import enter_sheet, take_sheet_back
from consultations.surveys.staff_forms import CrossForm, ModeForm, QuestionForm, SheetForm
from consultations.surveys.views.shared import around, language_of_reader
from dreamplus.cms import languages
from dreamplus.core import access, clock
from dreamplus.core.sheets import csv_lines
from dreamplus.participation.enums import Channel, State
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import activity_for
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission

PAGE = 20


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def build(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """The whole questionnaire, and who may be recognised in the answers."""
    subject = _activity(request, activity)
    form = ModeForm(request.POST or None, initial={"mode": questionnaire(subject).mode.value})
    if request.method == "POST" and form.is_valid():
        mode = form.cleaned_data["mode"]
        if _changed(request, subject, lambda asked: changing.with_mode(asked, mode)):
            messages.success(request, _("It is kept."))
        return redirect(reverse("surveys:build", args=[activity]) + _in(request))
    return _build_page(request, subject, form)


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def arrange(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Moves or removes a question, begins or joins a screen."""
    subject = _activity(request, activity)
    code = request.POST.get("code", "")
    changes: dict[str, Callable[[Questionnaire], Questionnaire]] = {
        "up": lambda asked: changing.moved(asked, code, -1),
        "down": lambda asked: changing.moved(asked, code, 1),
        "remove": lambda asked: changing.without(asked, code),
        "screen": changing.with_screen,
    }
    to = changes.get(request.POST.get("act", ""))
    if to is None:
        raise Http404
    before = questionnaire(subject)
    if _changed(request, subject, to) and request.POST.get("act") == "remove" and (gone := before.question(code)):
        messages.success(request, _("“%(label)s” is removed.") % {"label": told(gone.label, language_of_reader())})
    return redirect(reverse("surveys:build", args=[activity]) + _in(request))


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def add(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """First its kind, then its words."""
    subject = _activity(request, activity)
    try:
        kind = Kind(request.GET.get("type", ""))
    except ValueError:
        kinds = [{"kind": one.value, "label": label, "said": said} for one, (label, said) in sentences.KINDS.items()]
        return render(request, "surveys/staff/kinds.html", around(request, subject) | {"kinds": kinds})
    asked = questionnaire(subject)
    return _question(request, subject, asked, kind, f"q{asked.last + 1}")


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def question(request: HttpRequest, activity: uuid.UUID, code: str) -> HttpResponse:
    """The words of one question."""
    subject = _activity(request, activity)
    asked = questionnaire(subject)
    found = asked.question(code)
    if found is None:
        raise Http404
    return _question(request, subject, asked, found.kind, code)


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def paper(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """The same questions on paper, to print."""
    subject = _activity(request, activity)
    asked, language = questionnaire(subject), language_of_reader()
    context = around(request, subject) | {
        "screens": _screens(asked, language),
        "promise": sentences.promise(asked.mode),
        "closes_at": subject.closes_at,
    }
    return render(request, "surveys/staff/paper.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.READ_PAPER, on_a_part=True)
def enter(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """A sheet of paper, all its questions on one screen, then the next one."""
    subject = activity_for(request, Permission.READ_PAPER, activity, kind=KIND)
    asked, language = questionnaire(subject), language_of_reader()
    whole = Screen("all", questions=tuple(asked))
    data = request.POST or None
    sheet, form = SheetForm(data), ScreenForm(data, screen=changing.on_paper(whole), language=language)
    # Both are looked at, so that every fault is told at once.
    good = [one.is_valid() for one in (sheet, form)] if data else [False]
    if all(good):
        try:
            enter_sheet(
                activity=subject,
                sheet=sheet.cleaned_data["sheet"],
                answers=form.answers,
                channel=Channel(sheet.cleaned_data["channel"]),
                language=language,
                by=request.user,  # type: ignore[arg-type]  # staff, by the door
                at=clock.now(),
            )
        except AnswersRefused as refused:
            for refusal in refused.refused:
                sheet.add_error(None, sentences.problem(refusal, asked.question(refusal.question)))
        except ParticipationError as refused:
            sheet.add_error("sheet", str(refused))
        else:
            messages.success(request, _("Sheet %(sheet)s is entered.") % sheet.cleaned_data)
            return redirect("surveys:enter", activity=activity)
    entered = Response.objects.filter(activity=subject).exclude(sheet="")
    context = around(request, subject) | {
        "sheet": sheet,
        "form": form,
        "entered": entered.count(),
        "open": subject.state(clock.now()) in (State.OPEN, State.CLOSED),
    }
    return render(request, "surveys/staff/enter.html", context, status=422 if data else 200)


@require_POST
@staff_required(Permission.READ_PAPER, on_a_part=True)
def take_back(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """A sheet entered by mistake."""
    subject = activity_for(request, Permission.READ_PAPER, activity, kind=KIND)
    number = request.POST.get("sheet", "").strip()
    try:
        found = take_sheet_back(activity=subject, sheet=number, by=request.user, at=clock.now())  # type: ignore[arg-type]  # staff
    except ParticipationError as refused:
        messages.error(request, str(refused))
    else:
        told_back = _("Sheet %(sheet)s is taken out.") if found else _("There is no sheet %(sheet)s.")
        messages.success(request, told_back % {"sheet": number})
    return redirect("surveys:enter", activity=activity)


@never_cache
@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def responses(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Answers one by one, without anybody's name."""
    subject = _activity(request, activity)
    asked, language = questionnaire(subject), language_of_reader()
    shown = Paginator(queries.responses(subject), PAGE).get_page(request.GET.get("page"))
    labels = dict(Channel.choices)
    rows = [
        {
            "channel": labels[one.channel],
            "sheet": one.sheet,
            "answers": [
                (told(question.label, language), sentences.answer(question, one.answers[question.code], language))
                for question in asked
                if question.code in one.answers
            ],
        }
        for one in shown
    ]
    return render(request, "surveys/staff/responses.html", around(request, subject) | {"page": shown, "rows": rows})


@never_cache
@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def cross(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Two questions crossed. Nothing is kept: the choice is in the address."""
    subject = _activity(request, activity)
    asked, language = questionnaire(subject), language_of_reader()
    form = CrossForm(request.GET or None, choices=crossing.choices(asked, language))
    table = None
    if form.is_bound and form.is_valid():
        table = crossing.cross(subject, asked, form.cleaned_data["lignes"], form.cleaned_data["colonnes"], language)
    context = around(request, subject) | {"form": form, "table": table, "may_cross": len(form.listed) > 1}
    return render(request, "surveys/staff/cross.html", context, status=422 if form.errors else 200)


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def export(request: HttpRequest, activity: uuid.UUID) -> StreamingHttpResponse:
    """Every answer, a line each, as it is read."""
    subject = _activity(request, activity)
    told_of = f"participation.Activity:{subject.pk}"
    access.log(actor=request.user, purpose="surveys.export", subject=told_of, at=clock.now())
    heads, lines = table(subject, language_of_reader())
    answer = StreamingHttpResponse(csv_lines(heads, lines), content_type="text/csv; charset=utf-8")
    name = slugify(subject.title)[:60] or "questionnaire"
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


# Shared ---------------------------------------------------------------------------------------------------------------
def _language(request: HttpRequest) -> str:
    """In which the questions are written: `?langue=`, else that of the agent."""
    asked = request.GET.get("langue", "")
    return asked if asked in languages.codes() else language_of_reader()


def _in(request: HttpRequest) -> str:
    """What goes along from one screen of the agent to the next."""
    asked = request.GET.get("langue", "")
    return f"?langue={asked}" if asked in languages.codes() else ""


def _activity(request: HttpRequest, key: uuid.UUID) -> Activity:
    return activity_for(request, Permission.MANAGE_ACTIVITIES, key, kind=KIND)


def _changed(request: HttpRequest, activity: Activity, to: Callable[[Questionnaire], Questionnaire]) -> bool:
    try:
        change(activity=activity, to=to, at=clock.now())
    except ParticipationError as refused:
        messages.error(request, str(refused))
        return False
    return True


def _question(request: HttpRequest, activity: Activity, asked: Questionnaire, kind: Kind, code: str) -> HttpResponse:
    language = _language(request)
    form = QuestionForm(request.POST or None, asked=asked, kind=kind, code=code, language=language)
    if request.method == "POST" and form.is_valid():
        written, screen = form.question, request.GET.get("ecran", "")
        if _changed(request, activity, lambda now: changing.with_question(now, written, screen)):
            return redirect(reverse("surveys:build", args=[activity.uuid]) + _in(request))
    label, said = sentences.KINDS[kind]
    is_new = asked.question(code) is None
    context = around(request, activity) | {"form": form, "kind": label, "said": said, "is_new": is_new}
    return render(request, "surveys/staff/question.html", context, status=422 if form.errors else 200)


def _build_page(request: HttpRequest, activity: Activity, form: ModeForm) -> HttpResponse:
    asked, language, at = questionnaire(activity), _language(request), clock.now()
    codes = languages.codes()
    context = around(request, activity) | {
        "screens": _screens(asked, language),
        "mode_form": form,
        "mode": sentences.MODES[asked.mode],
        "faults": [sentences.fault(one, asked, language) for one in faults(asked)],
        "may_change": _may_change(activity, at),
        "several": len(asked.screens) > 1,
        "minutes": queries.minutes(len(list(asked))),
        "within": _in(request),
        "tabs": _tabs(codes, language) if len(codes) > 1 else [],
        "untranslated": untranslated(asked, language),
    }
    return render(request, "surveys/staff/build.html", context, status=422 if form.errors else 200)


def _tabs(codes: Sequence[str], language: str) -> list[dict[str, Any]]:
    """A language each."""
    names = {code: get_language_info(code)["name_local"].capitalize() for code in codes}
    return [{"label": name, "href": f"?langue={code}", "current": code == language} for code, name in names.items()]


def _may_change(activity: Activity, at: datetime) -> bool:
    return activity.frozen_at is None and activity.state(at) in (State.DRAFT, State.UPCOMING)


def _screens(asked: Questionnaire, language: str) -> list[dict[str, Any]]:
    """The questionnaire as pages of agents and sheets of paper show it."""
    labels = {one.code: told(one.label, language) for one in asked}
    numbers = {one.code: number for number, one in enumerate(asked, start=1)}

    def depends(condition: Condition | None) -> str:
        if condition is None or (on := asked.question(condition.question)) is None:
            return ""
        names = {option.code: told(option.label, language) for option in on.options}
        said = ", ".join(names.get(one, one) for one in condition.answers)
        return _("Only for those who answered “%(answers)s” to question %(number)s.") % {
            "answers": said,
            "number": numbers[on.code],
        }

    return [
        {
            "code": screen.code,
            "number": number,
            "title": told(screen.title, language),
            "questions": [
                {
                    "code": one.code,
                    "number": numbers[one.code],
                    "kind": one.kind.value,
                    "kind_label": sentences.KINDS[one.kind][0],
                    "label": labels[one.code],
                    "help": told(one.help, language),
                    "required": one.required,
                    "options": [told(option.label, language) for option in one.options],
                    "rows": [told(row.label, language) for row in one.rows],
                    "steps": [sentences.step(one, at, language) for at in one.scale] if one.kind == Kind.SCALE else [],
                    "most": one.most,
                    "depends": depends(one.only_if) or depends(screen.only_if),
                }
                for one in screen.questions
            ],
        }
        for number, screen in enumerate(asked.screens, start=1)
    ]
