"""The journey of a vote: choose, check, vote, keep a receipt. Plain forms; no script is needed."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.participation import audience
from dreamplus.participation.enums import State
from dreamplus.participation.rules.audience import Act
from dreamplus.participation.through import through
from dreamplus.people.assisted.presence import note
from polls import levels, pictures
from polls.ballots import BLANK, Answer, Ballot, Ballots, Line, ballot_form, read_answers
from polls.errors import KeyLost, VoteRefused
from polls.models import KEY_LENGTH, Attendance
from polls.queries import Standing, frozen_poll
from polls.rules import Choices, Kind, are_legible
from polls.services.casting import cast_ballot, new_key
from polls.services.opening import freeze_opened
from polls.views import kept
from polls.views.doors import find, spoken
from polls.views.surroundings import address, context_of
from polls.weights import weight_of

_KEY = re.compile(rf"[A-Za-z0-9_-]{{{KEY_LENGTH}}}")


@require_http_methods(["GET", "POST"])
@spoken
def vote(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The ballot while it is open; before and after, where the vote stands."""
    poll = find(request, uuid)
    if not poll.questions or poll.state not in (State.OPEN, State.DRAFT):
        return render(request, "polls/vote_state.html", context_of(poll))
    if poll.level is not None and poll.is_open:
        return poll.level.vote(request, context_of(poll))
    if request.method == "POST" and poll.is_open:
        form = _ballot(poll, sent=request.POST)
        if form.is_valid():
            response = redirect(address("review", uuid))
            response.status_code = 303
            kept.keep(response, request=request, activity=uuid, choices=form.cleaned_data["choices"])
            return response
    else:
        choices = kept.kept(request, uuid)
        legible = choices is not None and are_legible(poll.questions, choices)
        form = _ballot(poll, choices=choices if legible else None)
    return render(request, "polls/vote.html", context_of(poll) | {"form": form})


@require_GET
@spoken
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The choice read back before anything is written (RGAA 11.12); sign-in comes here, with the choice kept."""
    poll = find(request, uuid)
    choices = kept.kept(request, uuid)
    if not poll.is_open or not poll.questions or poll.level is not None:
        return redirect(address("vote", uuid))
    if choices is None or not are_legible(poll.questions, choices):
        return redirect(address("vote", uuid))
    return _review(request, poll, choices)


@require_POST
@spoken
def cast(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """ "I vote". Writes attendance and ballot, nothing else, then shows the receipt."""
    activity = frozen_poll(uuid) or freeze_opened(uuid=uuid, at=clock.now())
    if activity is None or levels.of(activity) is not None:
        find(request, uuid)
        return redirect(address("vote", uuid))
    choices = tuple(code for code in request.POST.getlist("choices") if code != BLANK)
    if not request.user.is_authenticated:
        response = redirect_to_login(address("review", uuid), reverse("account_login"))
        kept.keep(response, request=request, activity=uuid, choices=choices)
        return response
    key = request.POST.get("key", "")
    blank = BLANK in request.POST.getlist("choices")
    if not _KEY.fullmatch(key) or blank == bool(choices):
        return _again(request, uuid, choices)
    try:
        how = through(request)
        done = cast_ballot(
            activity=activity,
            voter=request.user,
            choices=choices,
            key=key,
            channel=how.channel,
            station=how.station,
        )
    except VoteRefused as refused:
        return _refused(request, uuid, choices, refused)
    note(request, title=activity.title, reference=done.reference)
    response = redirect(address("receipt", uuid))
    response.status_code = 303
    kept.forget(response, uuid)
    return response


@require_GET
@spoken
def receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Says that the person took part, until when the vote can be changed, and the reference. Never the choice."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    poll = find(request, uuid)
    seat = Attendance.objects.filter(activity=poll.activity, voter_id=request.user.pk).first()
    if seat is None or poll.level is not None:
        return redirect(address("vote", uuid))
    return render(request, "polls/receipt.html", context_of(poll) | {"seat": seat})


@require_GET
@spoken
def result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The published result, or the words that say when it will be."""
    poll = find(request, uuid)
    if poll.state == State.DRAFT:
        raise Http404
    return render(request, "polls/result.html", context_of(poll))


def _ballot(poll: Standing, *, sent: Any = None, choices: Choices | None = None) -> Ballot | Ballots:
    shown = pictures.of_activity(poll.activity, poll.words.language)
    return ballot_form(poll.questions, poll.words, sent=sent, choices=choices, pictures=shown)


def _read_back(poll: Standing, choices: Choices) -> list[Answer]:
    """The choice in words; as it came where it cannot be read."""
    if not poll.questions or not are_legible(poll.questions, choices):
        lines = [Line(poll.words.label(word)) for word in choices]
        return [Answer(poll.words.question or poll.words.title, Kind.CHOICES, lines)]
    return read_answers(poll.questions, poll.words, choices)


def _review(
    request: HttpRequest, poll: Standing, choices: tuple[str, ...], *, refused: str = "", status: int = 200
) -> HttpResponse:
    refusal = (
        audience.check(request.user, poll.activity, Act.VOTE, back=request.path)
        if request.user.is_authenticated
        else None
    )
    here = address("review", poll.activity.uuid)
    context = {
        "answers": _read_back(poll, choices),
        "weight": weight_of(poll.activity, request.user) if request.user.is_authenticated else None,
        "choices": choices or (BLANK,),
        "key": new_key(),
        "refusal": refusal,
        "refused": refused,
        "sign_in": redirect_to_login(here, reverse("account_login")).url,
        "cast_address": address("cast", poll.activity.uuid),
    }
    return render(request, "polls/review.html", context_of(poll) | context, status=status)


def _again(request: HttpRequest, uuid: UUID, choices: tuple[str, ...]) -> HttpResponse:
    """A form without its key or its choice: the ballot again, with what was ticked."""
    response = redirect(address("review" if choices else "vote", uuid))
    response.status_code = 303
    kept.keep(response, request=request, activity=uuid, choices=choices)
    return response


def _refused(request: HttpRequest, uuid: UUID, choices: tuple[str, ...], refused: VoteRefused) -> HttpResponse:
    """The reason in a sentence, with the choice still there. Nothing was written."""
    poll = find(request, uuid)
    if not poll.is_open:
        context = {"refused": str(refused), "answers": _read_back(poll, choices)}
        return render(request, "polls/vote_state.html", context_of(poll) | context, status=409)
    if isinstance(refused, KeyLost) or are_legible(poll.questions, choices):
        return _review(request, poll, choices, refused=str(refused), status=409)
    form = _ballot(poll, sent={"choices": choices})
    return render(request, "polls/vote.html", context_of(poll) | {"form": form}, status=409)
