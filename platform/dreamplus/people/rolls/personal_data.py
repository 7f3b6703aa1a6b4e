"""What lists hold about somebody with an account, and how it goes: the line is the collectivité's and stays, the
account leaves it. Its code has served: nobody comes back by the same letter under another account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dreamplus.people import personal_data, processings
from dreamplus.people.models import User
from dreamplus.people.rolls.models import RollLetters, RollLine


def register() -> None:
    """Called once, when the applications are ready."""
    processings.register(
        processings.Processing(
            "rolls",
            _("Lists of people"),
            _("To keep a consultation for the people whom it concerns, each once"),
            processings.PUBLIC_MISSION,
            _("People of the lists that the collectivité makes: residents, members of a council"),
            processings.OFFICE,
        )
    )
    for model, export, erase, what in (
        ("rolls.RollLine", _lines, _leave_lines, _("Your line on lists of the town hall")),
        ("rolls.RollLetters", _letters, _leave_letters, _("Which letters with codes you made, as an agent")),
        (
            "rolls.RollFault",
            personal_data.nothing_to_tell,
            _goes_with_its_file,
            _("What was wrong in a file that was refused: gone with the next one, at the latest after a week"),
        ),
    ):
        personal_data.register(personal_data.PersonalData(model, export, erase, what=what, why="rolls", keep="roll"))
    personal_data.exempt("rolls.Roll", because="name and purpose of a list, in the name of the collectivité")
    personal_data.exempt("rolls.RollImport", because="name, columns and counts of a file; its lines are RollLine")


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
            "postal_address": one.address,
            "email": one.email,
            "identifier": one.identifier,
            "votes": one.votes,
            "proved_by": str(one.get_qualified_by_display()),
            "proved_on": one.qualified_at.isoformat() if one.qualified_at else None,
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


def _goes_with_its_file(*, user: User, at: datetime) -> None:
    """Faults name no account."""
