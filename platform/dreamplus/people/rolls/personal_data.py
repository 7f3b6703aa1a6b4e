"""What lists hold about somebody with an account, and how it goes: the line is the collectivité's and stays, the
account leaves it. Its code has served: nobody comes back by the same letter under another account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dreamplus.people import personal_data
from dreamplus.people.models import User
from dreamplus.people.rolls.models import RollLetters, RollLine


def register() -> None:
    """Called once, when the applications are ready."""
    personal_data.register(personal_data.PersonalData("rolls.RollLine", _lines, _leave_lines))
    personal_data.register(personal_data.PersonalData("rolls.RollLetters", _letters, _leave_letters))


def _lines(user: User) -> list[dict[str, Any]]:
    found = RollLine.objects.filter(user=user).select_related("roll").order_by("pk")
    return [
        {
            "list": one.roll.name,
            "purpose": one.roll.purpose,
            "erased_on": one.roll.erase_on.isoformat(),
            "name": one.name,
            "birth_year": one.birth_year,
            "quarter": one.area,
            "address": one.address,
            "email": one.email,
            "identifier": one.identifier,
            "proved_by": one.qualified_by,
            "on": one.qualified_at.isoformat() if one.qualified_at else None,
        }
        for one in found
    ]


def _letters(user: User) -> list[dict[str, Any]]:
    made = RollLetters.objects.filter(made_by=user).select_related("roll").order_by("pk")
    return [{"list": one.roll.name, "letters": one.total, "at": one.created_at.isoformat()} for one in made]


def _leave_lines(*, user: User, at: datetime) -> None:
    RollLine.objects.filter(user=user).update(user=None)


def _leave_letters(*, user: User, at: datetime) -> None:
    RollLetters.objects.filter(made_by=user).update(made_by=None)
