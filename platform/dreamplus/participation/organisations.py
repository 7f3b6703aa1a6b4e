"""What participation adds to organisations: links on their own page, a panel on the board of the staff."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.participation import board
from dreamplus.people.organisations import hooks
from dreamplus.people.organisations.enums import State
from dreamplus.people.organisations.models import Organisation
from dreamplus.people.roles import Permission
from dreamplus.theming.navigation import NavItem

SHOWN = 5


def register() -> None:
    """Called once, when the applications are ready."""
    if _links not in hooks.links:
        hooks.links.append(_links)
    board.register(Permission.MANAGE_ORGANISATIONS, waiting, order=50)


def _links(organisation: Organisation) -> list[NavItem]:
    return [
        NavItem(_("What it published"), reverse("participation:organisation", args=[organisation.uuid])),
        NavItem(
            _("Certificate of participation (PDF)"), reverse("participation:certificate", args=[organisation.uuid])
        ),
    ]


def waiting(at: datetime) -> board.Panel:
    """Organisations that wait to be recognised."""
    found = Organisation.objects.filter(state=State.DECLARED).order_by("declared_at", "pk")
    return board.Panel(
        gettext_lazy("Organisations to recognise"),
        found.count(),
        [
            board.Row(one.name, reverse("organisations_staff:one", args=[one.uuid]), one.written_number)
            for one in found[:SHOWN]
        ],
        reverse("organisations_staff:list"),
        gettext_lazy("All organisations"),
        gettext_lazy("None is waiting."),
    )
