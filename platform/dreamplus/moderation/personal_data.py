"""What moderation holds about a person, and how it goes. The record of decisions stays, without anybody in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dreamplus.moderation.models import Appeal, Case, Decision, NoticeReceived, Sanction
from dreamplus.people import personal_data
from dreamplus.people.models import User
from dreamplus.people.sessions import addresses_of


def register() -> None:
    """Called once, when the applications are ready."""
    for model, export, erase, withdraw, what, keep in (
        ("moderation.Case", _cases, _leave_cases, None, _("That your words were moderated, and when"), "public_record"),
        (
            "moderation.NoticeReceived",
            _notices,
            _leave_notices,
            _take_notice_words,
            _("What you reported, and your reasons"),
            "report",
        ),
        (
            "moderation.Decision",
            _decisions,
            _leave_decisions,
            None,
            _("The decisions on your words, with their reasons"),
            "public_record",
        ),
        ("moderation.Appeal", _appeals, _leave_appeals, None, _("Why you contested a decision"), "report"),
        (
            "moderation.Sanction",
            _sanctions,
            _drop_sanctions,
            None,
            _("Warnings, and silences with their end"),
            "account",
        ),
    ):
        personal_data.register(
            personal_data.PersonalData(
                model, export, erase, what=what, why="participation", keep=keep, withdraw=withdraw
            )
        )
    personal_data.exempt("moderation.Charter", "moderation.Ground", because="rules in the name of the collectivité")


def _cases(user: User) -> list[dict[str, Any]]:
    found = Case.objects.filter(author=user).order_by("opened_at")
    return [{"about": one.subject_kind, "at": one.opened_at.isoformat(), "state": one.state} for one in found]


def _notices(user: User) -> list[dict[str, Any]]:
    found = NoticeReceived.objects.filter(_reported_by(user)).select_related("ground").order_by("received_at")
    return [
        {
            "reference": one.reference,
            "ground": one.ground.title,
            "explanation": one.explanation,
            "at": one.received_at.isoformat(),
        }
        for one in found
    ]


def _decisions(user: User) -> list[dict[str, Any]]:
    """What was decided about the person's words: they were told it; who decided is not theirs to know."""
    found = Decision.objects.filter(case__author=user, undone_at=None).select_related("ground").order_by("at")
    return [
        {
            "measure": one.measure,
            "ground": one.ground.title if one.ground else "",
            "facts": one.facts,
            "message": one.message,
            "at": one.at.isoformat(),
        }
        for one in found
    ]


def _appeals(user: User) -> list[dict[str, Any]]:
    own = Appeal.objects.filter(notice=None, decision__case__author=user) | Appeal.objects.filter(notice__person=user)
    return [{"words": one.words, "at": one.at.isoformat()} for one in own.order_by("at")]


def _sanctions(user: User) -> list[dict[str, Any]]:
    return [
        {
            "degree": one.degree,
            "from": one.starts_at.isoformat(),
            "until": one.ends_at.isoformat() if one.ends_at else "",
        }
        for one in Sanction.objects.filter(person=user).order_by("starts_at")
    ]


def _leave_cases(*, user: User, at: datetime) -> None:
    """As author and as moderator. The facts may describe the author: they go while the case still knows whose they are;
    the ground and the figures are enough for the record."""
    Decision.objects.filter(case__author=user).exclude(facts="").update(facts="–")
    Decision.objects.filter(case__author=user).update(message="")
    Case.objects.filter(author=user).update(author=None)
    Case.objects.filter(holder=user).update(holder=None, held_until=None)


def _leave_notices(*, user: User, at: datetime) -> None:
    NoticeReceived.objects.filter(_reported_by(user)).update(person=None, name="", email="")


def _take_notice_words(*, user: User, at: datetime) -> None:
    NoticeReceived.objects.filter(_reported_by(user)).update(explanation="–")


def _reported_by(user: User) -> Q:
    """With their account, or without it and with one of their addresses."""
    condition = Q(person=user)
    for address in addresses_of(user):
        condition |= Q(email__iexact=address)
    return condition


def _leave_decisions(*, user: User, at: datetime) -> None:
    """As the person who decided."""
    Decision.objects.filter(by=user).update(by=None)
    Decision.objects.filter(reviewed_by_first=user).update(reviewed_by_first=None)


def _leave_appeals(*, user: User, at: datetime) -> None:
    own = Appeal.objects.filter(notice=None, decision__case__author=user) | Appeal.objects.filter(notice__person=user)
    Appeal.objects.filter(pk__in=list(own.values_list("pk", flat=True))).update(words="–")


def _drop_sanctions(*, user: User, at: datetime) -> None:
    Sanction.objects.filter(person=user).delete()
