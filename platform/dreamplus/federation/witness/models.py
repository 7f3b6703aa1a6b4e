"""What the hub remembers of the logs it has signed."""

from __future__ import annotations

from django.db import models

from dreamplus.federation.harvest.models import Source


class WitnessedVote(models.Model):
    """A secret vote of a paired instance. `terms` is the leaf of its first entry, empty until its first head came;
    `head` the last one that was signed here, with both signatures."""

    poll = models.UUIDField(primary_key=True, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="witnessed")
    terms = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    root = models.CharField(max_length=64, blank=True)
    head = models.JSONField(null=True)
    is_closed = models.BooleanField(default=False)
    fault = models.CharField(max_length=80, blank=True, help_text="Why nothing of this log is signed any more.")

    def __str__(self) -> str:
        return str(self.poll)
