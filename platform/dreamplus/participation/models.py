"""Activities, what people contribute to them, and the receipts they keep."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dreamplus.moderation.enums import Mode
from dreamplus.participation.enums import Channel, State, Status, Transition, Visibility
from dreamplus.participation.rules.audience import CONFIRMED, Audience


def confirmed_audience() -> dict[str, Any]:
    """Anybody who confirms an e-mail address."""
    return Audience(CONFIRMED).stored()


class Activity(models.Model):  # type: ignore[django-manager-missing]  # pages of Wagtail are not typed
    """Something people take part in between two instants. Its words and pictures are on pages that point to it.

    Instants, audience, visibility and rules are changed by `services.activities`, never by saving a page.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.SlugField(max_length=40)
    title = models.CharField(_("title"), max_length=255, blank=True, help_text="Of its first page, for staff lists.")
    opens_at = models.DateTimeField(_("opening"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closing"), null=True, blank=True)
    audience = models.JSONField(_("audience"), default=confirmed_audience, help_text="See `rules.audience`.")
    is_private = models.BooleanField(default=False, editable=False, help_text="Of `audience`: not read by just anyone.")
    results_visibility = models.CharField(
        _("results are shown"), max_length=10, choices=Visibility.choices, default=Visibility.SEALED
    )
    rules = models.JSONField(default=dict, blank=True)
    moderation = models.CharField(_("moderation"), max_length=10, choices=Mode.choices, default=Mode.AFTER)
    charter = models.ForeignKey(
        "moderation.Charter", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    scheduled_at = models.DateTimeField(null=True, blank=True, help_text="When an agent declared it ready; none: draft")
    frozen_at = models.DateTimeField(null=True, blank=True)
    rules_hash = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    closed_early_reason = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="activity_closes_after_opening",
                violation_error_message=_("The closing must come after the opening."),
            ),
            models.CheckConstraint(
                condition=Q(scheduled_at=None) | Q(opens_at__isnull=False),
                name="activity_scheduled_has_an_opening",
            ),
        ]
        indexes = [models.Index(fields=["kind", "opens_at"]), models.Index(fields=["closes_at", "settled_at"])]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.uuid}"

    def state(self, at: datetime) -> State:
        """Where the activity stands at `at`: the clock's answer, whatever the worker has done yet."""
        if self.scheduled_at is None or self.opens_at is None:
            return State.DRAFT
        if at < self.opens_at:
            return State.UPCOMING
        if self.closes_at is None or at < self.closes_at:
            return State.OPEN
        return State.CLOSED if self.settled_at is None else State.SETTLED

    def is_open(self, at: datetime) -> bool:
        return self.state(at) == State.OPEN


class ActivityTransition(models.Model):
    """What a date brought, once: the row is the promise."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="transitions")
    name = models.CharField(max_length=10, choices=Transition.choices)
    at = models.DateTimeField(help_text="By the rule, not when the worker came round.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "name"], name="transition_once_for_an_activity")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.name}"


class ClosingChange(models.Model):
    """The closing was moved while the activity was open; the reason is published."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="closing_changes")
    before = models.DateTimeField(null=True)
    after = models.DateTimeField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.before} → {self.after}"


class Contribution(models.Model):
    """What somebody gave to an activity. Applications above keep the words (a proposal, an answer) beside it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="contributions")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
        help_text="In whose name the author wrote, when it was not their own.",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.VISIBLE)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    place = models.ForeignKey(
        "assisted.Place",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
        help_text="Where the author was helped; nothing says by whom.",
    )
    hidden_reason = models.TextField(blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["activity", "status", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.HIDDEN) | ~Q(hidden_reason=""), name="contribution_hidden_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(place=None) | ~Q(channel=Channel.WEB), name="contribution_on_line_has_no_place"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_visible(self) -> bool:
        return self.status == Status.VISIBLE

    @property
    def signed(self) -> str:
        """In whose name it stands: the organisation's, else its author's as they chose it; empty once they left."""
        if self.organisation is not None:
            return self.organisation.name
        return self.author.public_name if self.author else ""


class Receipt(models.Model):
    """What somebody keeps to read later what became of their words. A vote's receipt never holds the person."""

    reference = models.CharField(max_length=40, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="receipts")
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.CASCADE, related_name="receipts"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="receipts"
    )
    kind = models.SlugField(max_length=40)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference
