"""The link on a person's own first page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dreamplus.people import hooks
from dreamplus.people.models import User
from dreamplus.theming.navigation import NavItem


def connect() -> None:
    if _links not in hooks.account_links:
        hooks.account_links.append(_links)


def _links(user: User) -> list[NavItem]:
    return [NavItem(_("My associations and firms"), reverse("organisations:mine"))]
