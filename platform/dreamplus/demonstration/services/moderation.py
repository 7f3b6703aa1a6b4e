"""Moderation as it is played in the demonstration: one decision in the public log, one report that waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from consultations.proposals.models import Proposal
from deliberation.comments.services import SUBJECT, post_comment
from dreamplus.demonstration.services.processes import Cast
from dreamplus.moderation.enums import Measure
from dreamplus.moderation.models import Ground, NoticeReceived
from dreamplus.moderation.services import claim, decide, receive_notice
from dreamplus.people.models import User

ATTACK = "Encore une idée de Parisien qui n’a jamais conduit un tracteur. Qu’il retourne d’où il vient."
AGREED = "Le maire ferait mieux de boucher les trous avant de peindre des lignes !"


def play(cast: Cast, *, at: datetime) -> None:
    """Under the first open proposal; nothing where there is none."""
    proposal = Proposal.objects.filter(activity__closes_at__gt=at).order_by("pk").first()
    people = list(cast.residents.values())
    if proposal is None or len(people) < 2:
        return
    hidden = _reported(proposal, people[0], ATTACK, "attaque-personnelle", at - timedelta(days=2))
    later = at - timedelta(days=1, hours=20)
    case = claim(case=hidden.case, by=cast.agent, at=later)
    decide(
        case=case,
        measure=Measure.HIDDEN,
        ground=hidden.ground,
        facts="Le commentaire vise l’origine supposée de la personne, et ne dit rien de sa proposition.",
        message="Votre avis sur la proposition a toute sa place : écrivez-le sans viser la personne.",
        degree="warning",
        by=cast.agent,
        at=later,
    )
    _reported(proposal, people[1], AGREED, "hors-sujet", at - timedelta(hours=3))


def _reported(proposal: Proposal, author: User, text: str, ground: str, at: datetime) -> NoticeReceived:
    comment = post_comment(target=proposal, author=author, text=text, form_key=uuid4(), at=at)
    return receive_notice(
        kind=SUBJECT,
        key=str(comment.uuid),
        ground=Ground.objects.get(code=ground),
        explanation="Ce commentaire ne parle pas de la proposition.",
        at=at + timedelta(minutes=40),
    )
