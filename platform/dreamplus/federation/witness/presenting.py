"""Votes as the witness shows them to anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dreamplus.federation.witness.models import WitnessedVote
from dreamplus.participation.moments import moment


@dataclass(frozen=True)
class Said:
    """A word with its colour, and a sentence where one is needed."""

    kind: str
    word: str
    sentence: str = ""


def row(vote: WitnessedVote, at: datetime) -> dict[str, Any]:
    """One line of the table."""
    return {"vote": vote, "closes": _closes(vote), "log": _log(vote, at), "booth": _booth(vote)}


def _closes(vote: WitnessedVote) -> str:
    return moment(datetime.fromisoformat(vote.closes_now)) if vote.closes else ""


def _log(vote: WitnessedVote, at: datetime) -> Said:
    if vote.fault == "fork":
        return Said("error", _("Frozen"), _("Its box has signed two logs that contradict each other."))
    if vote.fault:
        return Said("error", _("Frozen"), _("Its box has gone on with its log after the closing."))
    if vote.is_complete:
        return Said("good", _("Closed and signed"))
    if vote.is_closed:
        return Said("good", _("Closed, its paper is being read"))
    if not vote.size:
        return Said("soon", _("Being prepared"))
    if vote.closes and at > datetime.fromisoformat(vote.closes_now):
        return Said("soon", _("Over, its last state is awaited"))
    return Said("good", _("Signed so far"))


def _booth(vote: WitnessedVote) -> Said:
    if vote.altered_at:
        told = _("On %(when)s another page was served than the one that was sealed.") % {
            "when": moment(vote.altered_at)
        }
        return Said("error", _("Another page"), told)
    if vote.looked_at:
        return Said("good", _("As sealed"), _("Last looked at %(when)s.") % {"when": moment(vote.looked_at)})
    return Said("soon", _("Not looked at yet"))
