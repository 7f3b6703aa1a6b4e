"""Level B-one, as polls know it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.participation.kinds import Action
from dreamplus.participation.models import Activity
from polls.ahead import Groups
from polls.levels import Level, Opened, register
from polls.rules import Choices, stored_questions
from polls.secret import houses
from polls.secret.models import SecretVote
from polls.words import together

CODE = "B-one"


def declare() -> None:
    """Called once, when the applications are ready."""
    register(
        Level(
            code=CODE,
            label=gettext_lazy("Secret vote"),
            sentence=gettext_lazy(
                "What is stored does not say who chose what, and anybody can recount. For one list of at least 30 "
                "people, with three scrutineers; each voter needs JavaScript."
            ),
            is_offered=houses.are_there,
            missing=_missing,
            is_fixed=_is_fixed,
            postpone=_postpone,
            freeze=_freeze,
            waits=_waits,
            opened=_opened,
            vote=_vote,
            actions=_actions,
            panel="secret/parts/panel.html",
            protection="secret/protection.html",
            turnout="secret/parts/turnout.html",
            verification="secret/parts/verification.html",
        )
    )


def _missing(activity: Activity) -> list[str]:
    vote = SecretVote.objects.filter(activity=activity).first()
    if vote is None or not vote.terms:
        return [_("Name three scrutineers and seal the rules, on the page of the secret vote.")]
    if vote.laid_at is None:
        return [_("The rules are sealed; the region has not signed them yet. Try again in a minute.")]
    return []


def _is_fixed(activity: Activity) -> bool:
    return SecretVote.objects.filter(activity=activity).exclude(terms="").exists()


def _freeze(activity: Activity, at: datetime) -> dict[str, Any]:
    """What was sealed, not what its page says today; and the name of the sealed rules."""
    from polls.secret.services.laying import terms_of

    terms = terms_of(SecretVote.objects.get(activity=activity))
    sealed = {"words": together([question.words for question in terms.questions])}
    stored = stored_questions(terms.rules, [question.thresholds for question in terms.questions])
    return activity.rules | stored | {"frozen": sealed, "terms": terms.leaf.hex()}


def _waits(activity: Activity) -> bool:
    return not SecretVote.objects.filter(activity=activity, result__isnull=False).exists()


def _opened(activity: Activity) -> Opened:
    from polls.secret.services.papers import groups_on_paper  # loaded when a box is opened

    vote = SecretVote.objects.get(activity=activity)
    result: dict[str, Any] = vote.result or {}
    questions = result["questions"]
    on_paper = groups_on_paper(activity, len(questions))
    groups: list[Groups] = [_without(question["said"], on_paper, at) for at, question in enumerate(questions)]
    papers = result.get("paper", {"found": 0, "void": 0})
    told = {
        "tokens": _closing(vote)["tokens"][0],
        "counted": result["counted"],
        "replaced": result["replaced"],
        "invalid": result["invalid"],
        "withheld": result["withheld"],
    }
    return Opened(
        groups=groups,
        void=len(result["invalid"]),
        recount=not result["withheld"],
        seed=_seed(vote),
        told={"secret": told, "turnout": result["counted"] + len(result["invalid"]) + papers["found"]},
    )


def _without(said: list[dict[str, Any]], papers: Counter[tuple[Choices, ...]], at: int) -> Groups:
    """What ballots of the box say of a question (from 0): the result holds them together with the papers."""
    rest = Counter({tuple(one["choices"]): one["number"] for one in said})
    for answers, number in papers.items():
        rest[answers[at]] -= number
    return sorted((+rest).items())


def _postpone(activity: Activity, closes_at: datetime) -> None:
    from polls.secret.services.postponing import postpone

    postpone(activity, closes_at)


def _vote(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    from polls.secret.views.token import page  # loaded with the first secret vote

    return page(request, context)


def _actions(activity: Activity) -> list[Action]:
    return [Action(_("Secret vote: scrutineers and seals"), reverse("secret_staff:prepare", args=[activity.uuid]))]


def _closing(vote: SecretVote) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(vote.sealed)["closing"]
    return told


def _seed(vote: SecretVote) -> bytes | None:
    """What puts equal options in order, from the publication; None where a house has not told its half."""
    from polls.secret import files
    from polls.secret.rules.log import Head
    from polls.secret.rules.opening import seed
    from polls.secret.rules.publication import VOTE, Publication

    published = Publication.read((files.folder_of(vote.activity.uuid) / VOTE).read_bytes(), None)
    given = [secret for secret in published.ties if secret]
    root = Head.read(published.heads[-1]["head"]).root
    return seed(given, root) if len(given) == len(published.ties) else None
