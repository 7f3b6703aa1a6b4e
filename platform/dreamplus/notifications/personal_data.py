"""What notices hold about a person; all of it goes with the account."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from dreamplus.notifications.models import Bounce, Follow, Letter, Notice, NoticeSettings, Preference
from dreamplus.people import personal_data
from dreamplus.people.models import User


def register() -> None:
    """Called once, when the applications are ready."""
    for model, export, keep, what in (
        (Bounce, _bounces, "account", _("Letters that came back from your address")),
        (Follow, _follows, "account", _("What you follow")),
        (Letter, _letters, "letter", _("When we wrote to you, and whether it left")),
        (Notice, _notices, "notice", _("Your notices")),
        (NoticeSettings, _settings, "account", _("Whether your address takes letters")),
        (Preference, _preferences, "account", _("How you want to be told")),
    ):
        owner = "recipient" if model in (Letter, Notice) else "person"
        erase = partial(_erase, model, owner)
        personal_data.register(
            personal_data.PersonalData(model._meta.label, export, erase, what=what, why="account", keep=keep)
        )


def _erase(model: Any, owner: str, *, user: User, at: datetime) -> None:
    model.objects.filter(**{owner: user}).delete()


def _bounces(user: User) -> list[dict[str, Any]]:
    found = Bounce.objects.filter(person=user).order_by("pk")
    return [{"address": one.address, "code": one.code, "at": one.at.isoformat()} for one in found]


def _follows(user: User) -> list[dict[str, Any]]:
    found = Follow.objects.filter(person=user).order_by("pk")
    return [
        {
            "subject": one.subject,
            "since": one.since.isoformat(),
            "stopped": one.stopped_at and one.stopped_at.isoformat(),
        }
        for one in found
    ]


def _letters(user: User) -> list[dict[str, Any]]:
    found = Letter.objects.filter(recipient=user).order_by("pk")
    return [
        {"address": one.address, "state": one.state, "at": (one.ended_at or one.made_at).isoformat()} for one in found
    ]


def _notices(user: User) -> list[dict[str, Any]]:
    found = Notice.objects.filter(recipient=user).order_by("pk")
    return [
        {
            "kind": one.kind,
            "subject": one.subject,
            "at": one.created_at.isoformat(),
            "read": one.read_at and one.read_at.isoformat(),
        }
        for one in found
    ]


def _settings(user: User) -> list[dict[str, Any]]:
    found = NoticeSettings.objects.filter(person=user)
    return [{"no_letters": one.no_letters, "follows_own": one.follows_own} for one in found]


def _preferences(user: User) -> list[dict[str, Any]]:
    found = Preference.objects.filter(person=user).order_by("kind")
    return [{"kind": one.kind, "channel": one.channel} for one in found]
