"""What the box keeps. Nothing of who sent a ballot, and no time but those of batches, which are published anyway."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Vote(models.Model):
    """A vote whose ballots come here. `terms`, `closing` and `paper` are the canonical bytes of those entries, empty
    before; `closes_at` is that of the last postponement, or of the terms."""

    poll = models.UUIDField(primary_key=True, editable=False)
    terms = models.TextField(blank=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    batch_at = models.DateTimeField(null=True, help_text="Of the last batch, or of the terms.")
    closing = models.TextField(blank=True)
    paper = models.TextField(blank=True)
    fault = models.CharField(max_length=80, blank=True, help_text="What the witness said when it refused to sign.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(terms="") | Q(opens_at__isnull=False, closes_at__isnull=False, batch_at__isnull=False),
                name="box_vote_with_terms_has_dates",
            ),
            models.CheckConstraint(condition=Q(paper="") | ~Q(closing=""), name="box_paper_comes_after_the_closing"),
        ]

    def __str__(self) -> str:
        return str(self.poll)


class Ballot(models.Model):
    """A sealed ballot: its canonical bytes, and what makes it one. `position` in the log, from 0, none before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="ballots")
    key = models.CharField(max_length=64, help_text="SHA-256 of the voting key.")
    number = models.PositiveSmallIntegerField()
    leaf = models.CharField(max_length=64)
    entry = models.TextField(help_text="Empty once objections have ended.")
    position = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "key", "number"], name="box_key_bears_a_number_once"),
            models.UniqueConstraint(fields=["vote", "leaf"], name="box_ballot_once"),
            models.UniqueConstraint(fields=["vote", "position"], name="box_place_holds_one"),
        ]

    def __str__(self) -> str:
        return self.leaf


class Postponement(models.Model):
    """A later closing, as it stands in the log at `position`, which no ballot has."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="postponements")
    position = models.PositiveIntegerField()
    entry = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "position"], name="box_place_holds_one_postponement")]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.position}"


class SignedHead(models.Model):
    """A state of the log that the box signed; `witness` is empty until the witness has."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="heads")
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    log = models.CharField(max_length=86)
    witness = models.CharField(max_length=86, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "size"], name="box_one_head_of_a_size")]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.size}"
