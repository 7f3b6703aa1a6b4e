"""Proposals, what supports them, what they said before, and what is not yet said."""

from __future__ import annotations

import random
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from consultations.proposals.rules import TITLE_MAX
from consultations.proposals.rules.statuses import Status
from dreamplus.participation.models import Activity, Contribution


class StatusChoices(models.TextChoices):
    """What an agent has made of a proposal, in the words people read."""

    SUBMITTED = Status.SUBMITTED.value, pgettext_lazy("proposal", "Received")
    UNDER_REVIEW = Status.UNDER_REVIEW.value, pgettext_lazy("proposal", "Under review")
    ACCEPTED = Status.ACCEPTED.value, pgettext_lazy("proposal", "Accepted")
    REFUSED = Status.REFUSED.value, pgettext_lazy("proposal", "Not accepted")
    DONE = Status.DONE.value, pgettext_lazy("proposal", "Done")


class Theme(models.Model):
    """A heading under which an agent sorts the proposals of one activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="proposal_themes")
    label = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "label"], name="proposal_theme_once_by_activity")]

    def __str__(self) -> str:
        return self.label


def drawn() -> float:
    """A place drawn by lot, from 0 to 1."""
    return random.random()  # noqa: S311 - an order of reading, no secret


class Proposal(models.Model):
    """What one contribution proposes. Who wrote it, whether it is hidden or withdrawn: its contribution says it.

    `supports` counts the rows of Support and is moved in the transaction that adds or takes one, so that a list sorted
    by support reads an index. `activity` repeats the contribution's, for the same reason.
    """

    contribution = models.OneToOneField(Contribution, on_delete=models.PROTECT, related_name="proposal")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="proposals")
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals")
    title = models.CharField(max_length=TITLE_MAX)
    body = models.TextField()
    search_text = models.TextField(editable=False)
    status = models.CharField(max_length=16, choices=StatusChoices, default=StatusChoices.SUBMITTED)
    answer = models.TextField(blank=True)
    answer_role = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    supports = models.PositiveIntegerField(default=0)
    place = models.FloatField(
        default=drawn, null=True, editable=False, help_text="Drawn by lot: where it stands in an order nobody earns."
    )
    service = models.CharField(
        max_length=80, blank=True, db_default="", help_text="Who prepares the answer; for agents."
    )
    due_on = models.DateField(null=True, blank=True, help_text="The day by which they prepare it; for agents.")
    cost = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="In euros, estimated; shown with the answer."
    )

    class Meta:
        indexes = [
            models.Index(F("activity"), F("supports").desc(), F("id").desc(), name="proposal_most_supported"),
            models.Index(F("activity"), F("id").desc(), name="proposal_newest"),
            models.Index(fields=["activity", "status"], name="proposal_by_status"),
            models.Index(fields=["activity", "place"], name="proposal_by_lot"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="proposal_status_known"),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="proposal_cost_is_not_negative"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(answer=""), name="proposal_answer_has_its_date"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:detail", args=[self.contribution.uuid])


class Version(models.Model):
    """A text that a proposal had, from its first to its present one, numbered from 1."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE_MAX)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.number}"


class Support(models.Model):
    """One person for one proposal: the database keeps it single. A deleted account leaves its support, unnamed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="support_rows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_support_by_person")]

    def __str__(self) -> str:
        return f"{self.proposal_id}"


class Draft(models.Model):
    """What one person is writing in one activity. `key` becomes the contribution's, so publishing twice is once."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="proposal_drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=TITLE_MAX, blank=True)
    body = models.TextField(blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="one_draft_by_person_and_activity")]

    def __str__(self) -> str:
        return self.title or str(self.key)
