"""What organisations hold about people, and how it goes: the organisation stays, without the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dreamplus.people import personal_data, processings, retention
from dreamplus.people.models import User
from dreamplus.people.organisations import tasks
from dreamplus.people.organisations.models import Delegate, Invitation


def register() -> None:
    """Called once, when the applications are ready."""
    processings.register(
        processings.Processing(
            "organisations",
            _("Associations and firms"),
            _("To let an organisation take part through the people whom it names"),
            processings.PUBLIC_MISSION,
            _("Delegates of associations, firms and public bodies"),
            processings.OFFICE,
        )
    )
    personal_data.register(
        personal_data.PersonalData(
            "organisations.Delegate",
            _delegations,
            _leave,
            what=_("The organisations for which you speak"),
            why="organisations",
            keep="account",
        )
    )
    personal_data.register(
        personal_data.PersonalData(
            "organisations.Invitation",
            _invitations,
            _forget_invitations,
            what=_("The address to which an invitation was sent"),
            why="organisations",
            keep="invitation",
        )
    )
    personal_data.exempt(
        "organisations.Organisation", because="name and public number of an organisation; its people are Delegate"
    )
    retention.register(
        retention.Purge("invitations", "invitation", _("Invitations of delegates"), tasks.due, tasks.purge)
    )


def _delegations(user: User) -> list[dict[str, Any]]:
    found = Delegate.objects.filter(user=user).select_related("organisation").order_by("pk")
    return [
        {
            "organisation": one.organisation.name,
            "number": one.organisation.written_number,
            "names_others": one.leads,
            "name_shown": one.shown,
            "since": one.since.isoformat(),
        }
        for one in found
    ]


def _invitations(user: User) -> list[dict[str, Any]]:
    found = Invitation.objects.filter(email=user.email).select_related("organisation").order_by("pk")
    return [{"organisation": one.organisation.name, "sent": one.sent_at.isoformat()} for one in found]


def _leave(*, user: User, at: datetime) -> None:
    """Whoever has been a delegate longest then leads those who stay."""
    for mine in Delegate.objects.filter(user=user):
        others = Delegate.objects.filter(organisation=mine.organisation_id).exclude(pk=mine.pk)
        mine.delete()
        if not others.filter(leads=True).exists() and (next_one := others.order_by("since", "pk").first()):
            others.filter(pk=next_one.pk).update(leads=True)


def _forget_invitations(*, user: User, at: datetime) -> None:
    Invitation.objects.filter(email=user.email).delete()
