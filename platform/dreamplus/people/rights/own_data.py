"""What this application itself holds about a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dreamplus.people.models import User
from dreamplus.people.personal_data import PersonalData, exempt, goes_with_the_account, register
from dreamplus.people.rights import files
from dreamplus.people.rights.models import AgeDeclaration, Consent, Export, InactivityWarning


def register_all() -> None:
    """Called once, when the application is ready."""
    for model, export, erase, what, keep in (
        ("rights.Export", _exports, _forget_files, _("Copies of your data that you asked for"), "export"),
        ("rights.Consent", _consents, goes_with_the_account, _("What you agreed to, when, in which words"), "consent"),
        ("rights.AgeDeclaration", _ages, goes_with_the_account, _("That you declared your age, and when"), "account"),
        (
            "rights.InactivityWarning",
            _warnings,
            goes_with_the_account,
            _("That you were warned of an account nobody uses"),
            "account",
        ),
    ):
        register(PersonalData(model, export, erase, what=what, why="rights", keep=keep))
    exempt("rights.Erasure", because="a mark that only this instance's secret can compare with a person: see journal")
    exempt("rights.PurgeRun", because="names of purges and numbers of rows")


def _exports(user: User) -> list[dict[str, Any]]:
    found = Export.objects.filter(person=user).order_by("pk")
    return [{"at": one.asked_at.isoformat(), "status": str(one.get_state_display())} for one in found]


def _forget_files(*, user: User, at: datetime) -> None:
    """The rows go with the account; their files here."""
    for one in Export.objects.filter(person=user):
        files.remove(one.uuid)


def _consents(user: User) -> list[dict[str, Any]]:
    return [
        {
            "purpose": one.purpose,
            "version": one.version,
            "channel": one.channel,
            "at": one.given_at.isoformat(),
            "withdrawn": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        }
        for one in Consent.objects.filter(person=user).order_by("pk")
    ]


def _ages(user: User) -> list[dict[str, Any]]:
    return [{"at": one.at.isoformat()} for one in AgeDeclaration.objects.filter(person=user)]


def _warnings(user: User) -> list[dict[str, Any]]:
    return [{"at": one.at.isoformat()} for one in InactivityWarning.objects.filter(person=user)]
