"""Sanctions: given with a decision, within the degrees the rules allow; they end by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dreamplus.moderation.enums import Degree, Nature
from dreamplus.moderation.errors import ModerationError, Silenced
from dreamplus.moderation.models import Decision, Sanction
from dreamplus.moderation.rules import sanctions as rules


def allowed(person: Any, *, unlawful: bool, at: datetime) -> tuple[rules.Degree, ...]:
    """The degrees that may be given to that person now."""
    given = Sanction.objects.filter(person=person, lifted_at=None).values_list("degree", "starts_at")
    return rules.allowed([(rules.Degree(degree), when) for degree, when in given], unlawful=unlawful, at=at)


def give(*, decision: Decision, degree: str, at: datetime) -> Sanction:
    """Raises `ModerationError` for a degree above what the ladder allows, or words without an author."""
    author = decision.case.author
    if author is None:
        raise ModerationError(_("These words have no author with an account: nobody can be sanctioned."))
    wanted = rules.Degree(degree)
    unlawful = decision.ground is not None and decision.ground.nature == Nature.LEGAL
    if wanted not in allowed(author, unlawful=unlawful, at=at):
        raise ModerationError(_("This sanction comes too soon: begin with a lighter one."))
    return Sanction.objects.create(
        person=author, decision=decision, degree=Degree(degree), starts_at=at, ends_at=rules.ends(wanted, at)
    )


def lift(*, decision: Decision, at: datetime) -> None:
    """The sanction of that decision no longer holds, nor counts."""
    Sanction.objects.filter(decision=decision, lifted_at=None).update(lifted_at=at)


def refuse_silenced(*, person: Any, at: datetime) -> None:
    """Called by whatever takes words. Raises `Silenced` with until when, and where to contest."""
    for sanction in Sanction.objects.filter(person=person, lifted_at=None).order_by("-starts_at"):
        if sanction.holds(at):
            until = date_format(localtime(sanction.ends_at), "DATETIME_FORMAT") if sanction.ends_at else ""
            sentence = (
                _("You may not write here until %(until)s. You may still vote, and contest this decision.")
                if until
                else _("You may not write here any more. You may still vote, and contest this decision.")
            )
            raise Silenced(sentence % {"until": until})
