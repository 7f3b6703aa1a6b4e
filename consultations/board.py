"""What an agent finds in the morning: what is open and closes soon, proposals without an answer, cases, drafts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.pages import ProcessPage
from consultations.proposals.queries import by_status, visible
from consultations.proposals.rules.statuses import Status
from consultations.queries import outcome as outcomes
from consultations.validations import Validation
from dreamplus.moderation import queries as moderation
from dreamplus.participation import board
from dreamplus.participation.board import Panel, Row
from dreamplus.participation.models import Activity
from dreamplus.participation.standing import standing
from dreamplus.people.roles import Permission

SHOWN = 5


def declare() -> None:
    board.register(Permission.MANAGE_ACTIVITIES, opened, order=10)
    board.register(Permission.MANAGE_ACTIVITIES, awaited, order=15)
    board.register(Permission.ANSWER_PROPOSALS, unanswered, order=20)
    board.register(Permission.MODERATE, reported, order=30)
    board.register(Permission.MANAGE_ACTIVITIES, drafts, order=40)
    board.register(Permission.VALIDATE, to_validate, order=5)


def opened(at: datetime) -> Panel:
    """What is open, the first to close first."""
    scheduled = Activity.objects.filter(scheduled_at__isnull=False, opens_at__lte=at, archived_at=None)
    found = scheduled.filter(Q(closes_at=None) | Q(closes_at__gt=at)).order_by("closes_at", "pk")
    return Panel(
        title=_("Open now"),
        number=found.count(),
        rows=[
            Row(one.title, reverse("participation_staff:board", args=[one.uuid]), standing(one, at).detail)
            for one in found[:SHOWN]
        ],
        href=reverse("participation_staff:activities"),
        action=_("All activities"),
        empty=_("Nothing is open."),
    )


def awaited(at: datetime) -> Panel:
    """Consultations that are over and have not said what came of them, the most urgent first."""
    found = outcomes.owed(at)
    return Panel(
        title=_("Results to publish"),
        number=len(found),
        rows=[
            Row(
                one.process.title,
                reverse("consultations_staff:outcome", args=[one.process.pk]),
                outcomes.awaited(one.outcome, at),
            )
            for one in found[:SHOWN]
        ],
        href="",
        action="",
        empty=_("Every consultation that is over says what came of it."),
    )


def unanswered(at: datetime) -> Panel:
    """Proposals that nobody has looked at, those most supported first."""
    found = by_status(visible(), Status.SUBMITTED.value)
    return Panel(
        title=_("Proposals without an answer"),
        number=found.count(),
        rows=[
            Row(
                one.title,
                reverse("proposals:answer", args=[one.contribution.uuid]),
                ngettext("%(n)s support", "%(n)s supports", one.supports) % {"n": one.supports},
            )
            for one in found[:SHOWN]
        ],
        href=reverse("proposals:waiting"),
        action=_("All proposals"),
        empty=_("Every proposal has been looked at."),
    )


def reported(at: datetime) -> Panel:
    """What waits for a moderator, the oldest first."""
    waiting = moderation.queue(moderation.Filters())
    shown = list(waiting[:SHOWN])
    words = moderation.words_of(shown)
    return Panel(
        title=_("To moderate"),
        number=waiting.count(),
        rows=[
            Row(
                words[one.pk].title if one.pk in words else str(one),
                one.get_absolute_url(),
                str(one.get_source_display()),
            )
            for one in shown
        ],
        href=reverse("moderation_staff:queue"),
        action=_("All cases"),
        empty=_("Nothing waits."),
    )


def drafts(at: datetime) -> Panel:
    """Consultations being prepared."""
    found = ProcessPage.objects.filter(live=False).order_by("-latest_revision_created_at", "-pk")
    return Panel(
        title=_("In preparation"),
        number=found.count(),
        rows=[Row(one.title, reverse("consultations_staff:prepare", args=[one.pk])) for one in found[:SHOWN]],
        href=reverse("consultations_staff:create"),
        action=_("New consultation"),
        empty=_("No draft."),
    )


def to_validate(at: datetime) -> Panel | None:
    """Consultations that wait for a second person; nothing where none does."""
    found = Validation.objects.filter(decided_at=None).select_related("process", "asked_of").order_by("asked_at", "pk")
    rows = [
        Row(
            one.process.draft_title,
            reverse("consultations_staff:validate", args=[one.process_id]),
            one.asked_of.public_name if one.asked_of else "",
        )
        for one in found[:SHOWN]
    ]
    return Panel(title=_("To read before it opens"), number=found.count(), rows=rows) if rows else None
