"""What moderation hands to the pages below: a link at the foot, a verb on the desk of those who moderate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dreamplus.cms import desk, slots
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission
from dreamplus.theming.navigation import NavItem


def connect() -> None:
    """Called once, when the applications are ready."""
    from dreamplus.moderation import personal_data, tasks  # noqa: F401 - tasks register
    from dreamplus.people.assisted import open_to

    open_to.allow(*(f"moderation:{name}" for name in ("log", "charter", "counts", "report", "notice", "decision")))
    personal_data.register()
    slots.register("footer.links", _foot)
    desk.register(_verbs)


def _foot(request: HttpRequest, page: Any) -> NavItem:
    return NavItem(_("Moderation"), reverse("moderation:log"))


def _verbs(request: HttpRequest) -> Iterable[NavItem]:
    if may(request.user, Permission.MODERATE):
        yield NavItem(_("Moderate"), reverse("moderation_staff:queue"))
