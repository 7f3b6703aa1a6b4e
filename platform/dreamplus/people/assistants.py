"""Whom an assistant may act for: mandates that elected officials give and take back, each in the access log."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dreamplus.core import access
from dreamplus.people import hooks
from dreamplus.people.models import AssistantMandate, RoleGrant, User
from dreamplus.people.permissions import may, roles_of, standing_mandates
from dreamplus.people.roles import Permission, Role
from dreamplus.people.services import Refused, roles_have_changed


def officials_of(assistant: User) -> list[User]:
    """The elected officials in whose name `assistant` may act today."""
    mandates = standing_mandates().filter(assistant=assistant).select_related("official")
    return [mandate.official for mandate in mandates.order_by("official__display_name", "official_id")]


def given_by(official: User) -> QuerySet[AssistantMandate]:
    """Every mandate that `official` gave, those that are over too."""
    return AssistantMandate.objects.filter(official=official).select_related("assistant").order_by("since", "pk")


@transaction.atomic
def name_assistant(*, official: User, email: str, until: date | None, at: datetime) -> AssistantMandate:
    """Lets the person with that address act in the official's name; naming them again changes the last day.

    The role of assistant comes with it. Raises `PermissionDenied` for who is no elected official, `Refused` by field.
    """
    if Role.OFFICIAL not in roles_of(official):
        raise PermissionDenied
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise Refused({"email": _("Nobody has an account with this address. Ask the person to create one first.")})
    if person.pk == official.pk:
        raise Refused({"email": _("Name somebody else than yourself.")})
    if until is not None and until < localdate(at):
        raise Refused({"until": _("This day is past.")})
    mandate, _new = AssistantMandate.objects.update_or_create(
        official=official, assistant=person, defaults={"until": until}, create_defaults={"until": until, "since": at}
    )
    RoleGrant.objects.get_or_create(
        user=person, role=Role.ASSISTANT, defaults={"granted_by": official, "granted_at": at}
    )
    roles_have_changed(person)
    access.log(actor=official, purpose="people.assistant.named", subject=f"people.User:{person.uuid}", at=at)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: AssistantMandate, by: User, at: datetime) -> None:
    """Taken back by the official, given up by the assistant, or ended by who manages people.

    The role goes with the last mandate. Raises `PermissionDenied` for anybody else.
    """
    if by.pk not in (mandate.official_id, mandate.assistant_id) and not may(by, Permission.MANAGE_PEOPLE):
        raise PermissionDenied
    person = mandate.assistant
    mandate.delete()
    if not AssistantMandate.objects.filter(assistant=person).exists():
        RoleGrant.objects.filter(user=person, role=Role.ASSISTANT).delete()
    roles_have_changed(person)
    access.log(actor=by, purpose="people.assistant.ended", subject=f"people.User:{person.uuid}", at=at)


def answered_for(official: User) -> list[hooks.Deed]:
    """What assistants published in the name of `official`, the newest first, told by the applications above."""
    deeds = [deed for tell in hooks.deeds_of_assistants for deed in tell(official)]
    return sorted(deeds, key=lambda deed: deed.at, reverse=True)
