"""What consultations hold about a person of the staff: that they asked somebody to read one, or read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.previews import PreviewLink
from consultations.validations import Validation
from dreamplus.people import personal_data
from dreamplus.people.models import User


def register() -> None:
    """Called once, when the applications are ready."""
    personal_data.register(
        personal_data.PersonalData(
            "consultations.Validation",
            _validations,
            _unname,
            what=_("Consultations that you sent to be read, or read, before they opened"),
            why="participation",
            keep="editorial",
        )
    )
    personal_data.register(
        personal_data.PersonalData(
            "consultations.PreviewLink",
            personal_data.nothing_to_tell,
            _end_links,
            what=_("Links with which you show a consultation before it opens"),
            why="participation",
            keep="invitation",
        )
    )


def _end_links(*, user: User, at: datetime) -> None:
    PreviewLink.objects.filter(made_by=user).delete()


def _validations(user: User) -> list[dict[str, Any]]:
    found = Validation.objects.filter(Q(asked_by=user) | Q(asked_of=user)).select_related("process").order_by("pk")
    return [
        {
            "consultation": one.process.draft_title,
            "asked": one.asked_at.isoformat(),
            "by_you": one.asked_by_id == user.pk,
            "agreed": one.agreed,
            "remark": one.remark if one.asked_of_id == user.pk else "",
        }
        for one in found
    ]


def _unname(*, user: User, at: datetime) -> None:
    """That it was read stays, without the person."""
    Validation.objects.filter(asked_by=user).update(asked_by=None)
    Validation.objects.filter(asked_of=user).update(asked_of=None)
