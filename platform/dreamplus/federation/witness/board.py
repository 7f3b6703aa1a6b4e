"""What the officer of the hub reads first: votes of which something is wrong."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from dreamplus.federation.witness.models import SOUND, WitnessedVote
from dreamplus.federation.witness.presenting import row
from dreamplus.participation import board
from dreamplus.people.roles import Permission

SHOWN = 5


def register() -> None:
    """Called once, when the applications are ready."""
    board.register(Permission.MANAGE_FEDERATION, wrong, order=2)


def wrong(at: datetime) -> board.Panel | None:
    """Frozen logs and altered voting pages; nothing where there is none."""
    found = WitnessedVote.objects.exclude(SOUND).select_related("source").prefetch_related("agreements")
    number = found.count()
    if not number:
        return None
    rows = []
    for vote in found.order_by("-closes", "poll")[:SHOWN]:
        told = row(vote, at)
        said = told["log"] if vote.fault else told["booth"]
        rows.append(board.Row(vote.source.name, reverse("witness:votes"), said.sentence))
    return board.Panel(gettext_lazy("Secret votes of which something is wrong"), number, rows, reverse("witness:votes"))
