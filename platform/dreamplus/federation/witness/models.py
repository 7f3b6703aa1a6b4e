"""What the hub remembers of the logs it has signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dreamplus.federation.harvest.models import Source

SOUND = Q(fault="", altered_at=None)
"""Nothing is wrong with the log, nor with the voting page."""


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
    is_complete = models.BooleanField(default=False, help_text="Closed, with its paper where people vote so.")
    fault = models.CharField(max_length=80, blank=True, help_text="Why nothing of this log is signed any more.")
    closes = models.CharField(max_length=20, blank=True, help_text="As its terms say, UTC.")
    box = models.URLField(blank=True)
    booth = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the voting page, as its terms say.")
    looked_at = models.DateTimeField(null=True, help_text="When the voting page was last fetched.")
    altered_at = models.DateTimeField(null=True, help_text="When it was first fetched and was another.")

    def __str__(self) -> str:
        return str(self.poll)

    @property
    def closes_now(self) -> str:
        """UTC, with the later closings that were agreed to."""
        return max([self.closes, *(agreed.closes for agreed in self.agreements.all())])


class Agreement(models.Model):
    """A later closing that the witness has agreed to, one for each that it moves; both UTC, to the second."""

    vote = models.ForeignKey(WitnessedVote, on_delete=models.CASCADE, related_name="agreements")
    instead_of = models.CharField(max_length=20)
    closes = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "instead_of"], name="witness_one_closing_for_an_old_one")
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.closes}"
