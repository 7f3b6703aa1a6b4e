"""Who may take part: checked here, told in one sentence with the way to qualify."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.translation import gettext as _

from dreamplus.participation.enums import Audience

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity


@dataclass(frozen=True)
class Refusal:
    """Why somebody may not take part yet, and where to mend it."""

    sentence: str
    action: str = ""
    href: str = ""


def check(user: Any, activity: Activity) -> Refusal | None:
    """None when `user` (possibly anonymous) belongs to the audience of the activity."""
    if activity.audience == Audience.ANYONE:
        return None
    if not user.is_authenticated:
        return Refusal(
            _("To take part, confirm an e-mail address: you receive a code, no password is needed."),
            _("Receive a code by e-mail"),
            reverse("account_login"),
        )
    if not EmailAddress.objects.filter(user_id=user.pk, verified=True).exists():
        return Refusal(
            _("To take part, your e-mail address must be confirmed. The code we send you does it in a minute."),
            _("Confirm my address"),
            reverse("account_email"),
        )
    return None


def sentence(audience: str) -> str:
    """Who may take part, said to everybody."""
    if audience == Audience.ANYONE:
        return _("Open to anyone.")
    return _("Open to anyone who confirms an e-mail address.")


def condition(audience: str) -> str:
    """The same test as `check` for somebody signed in, as SQL with one `%s` parameter: the person's key.

    For services that must test the audience inside their writing statement.
    """
    if audience == Audience.ANYONE:
        return "%s IS NOT NULL"
    table = EmailAddress._meta.db_table
    return f"EXISTS (SELECT 1 FROM {table} AS address WHERE address.user_id = %s AND address.verified)"  # noqa: S608 - a table name of ours
