"""What is kept so that people can use their rights, and so that it can be shown that they were respected."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    """Where an export stands. `ENDED`: taken, or its day is over; the file is gone."""

    PREPARING = "preparing", _("being prepared")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be prepared")
    ENDED = "ended", _("no longer available")


class Export(models.Model):
    """One file with everything held about a person, for that person alone, taken once, for 24 hours.

    `uuid` names the file; it opens nothing by itself: its owner must be signed in.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.PREPARING)
    language = models.CharField(max_length=5)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0, help_text="In bytes.")

    class Meta:
        verbose_name = _("copy of a person’s data")
        verbose_name_plural = _("copies of people’s data")
        indexes = [models.Index(fields=["person", "asked_at"], name="rights_export_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="preparing"), name="rights_one_export_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(expires_at__gt=F("ready_at")), name="rights_a_ready_export_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid} ({self.state})"


class Erasure(models.Model):
    """An account was erased: a mark that only this instance's secret can compare with a person, see `journal`."""

    mark = models.CharField(max_length=64, unique=True)
    words_too = models.BooleanField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("account erased")
        verbose_name_plural = _("accounts erased")

    def __str__(self) -> str:
        return self.mark[:8]


class Consent(models.Model):
    """A person agreed to one purpose, in the words whose hash is kept; withdrawn, the row stays with both dates."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.SlugField(max_length=40)
    version = models.CharField(max_length=64, help_text="SHA-256 of the sentence agreed to.")
    channel = models.SlugField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="rights_one_consent_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="rights_consent_withdrawn_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.purpose}"


class AgeDeclaration(models.Model):
    """A person declared that they are fifteen or over, or that a parent agrees. Neither age nor date of birth."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("declaration of age")
        verbose_name_plural = _("declarations of age")

    def __str__(self) -> str:
        return str(self.person_id)


class InactivityWarning(models.Model):
    """The one warning sent before an account that nobody uses is deleted; signing in takes it away."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("warning of inactivity")
        verbose_name_plural = _("warnings of inactivity")

    def __str__(self) -> str:
        return str(self.person_id)


class PurgeRun(models.Model):
    """What one purge erased one night; `failed`: it raised, and is tried again the next."""

    purge = models.SlugField(max_length=40)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    failed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("nightly purge")
        verbose_name_plural = _("nightly purges")
        constraints = [models.UniqueConstraint(fields=["purge", "at"], name="rights_one_run_a_night")]

    def __str__(self) -> str:
        return f"{self.purge} {self.at:%Y-%m-%d}: {self.rows}"
