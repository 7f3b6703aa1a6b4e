"""A second person reads a consultation before it opens."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Validation(models.Model):
    """One reading that was asked for. `fingerprint`: of what was to be read; what changes since is read again."""

    process = models.ForeignKey("consultations.ProcessPage", on_delete=models.CASCADE, related_name="validations")
    fingerprint = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True, help_text="None as long as nobody has decided.")
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process"], condition=Q(decided_at=None), name="one_validation_waits_for_a_process"
            ),
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(asked_of=None) | ~Q(asked_by=F("asked_of")),
                name="validation_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, agreed=None) | Q(decided_at__isnull=False, agreed__isnull=False),
                name="validation_decided_once",
            ),
            models.CheckConstraint(condition=~Q(agreed=False) | ~Q(remark=""), name="validation_sent_back_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.process_id}"
