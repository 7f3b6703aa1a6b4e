"""What the hub holds of each paired instance. Harvested lines are read only: nobody edits a commune's words."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dreamplus.federation.wire.entries import GENESIS
from dreamplus.territory.models import Territory

SILENT_AFTER = timedelta(days=7)


class State(models.TextChoices):
    """Whether the hub listens to a source."""

    ACTIVE = "active", _("listened to")
    QUARANTINED = "quarantined", _("in quarantine")
    SUSPENDED = "suspended", _("suspended")


class Health(models.TextChoices):
    """What the list of communes says of a source, in one word."""

    GOOD = "good", _("Signed, verified")
    NEW = "new", _("First harvest to come")
    TROUBLE = "trouble", _("Last visit failed")
    SILENT = "silent", _("Silent")
    QUARANTINED = "quarantined", _("In quarantine")
    SUSPENDED = "suspended", _("Suspended")


class Source(models.Model):
    """A paired instance: the key two persons compared, and how far its list is verified."""

    origin = models.CharField(max_length=200, unique=True)
    territory = models.OneToOneField(Territory, on_delete=models.PROTECT, related_name="source")
    name = models.CharField(max_length=120, help_text="As the instance calls its territory.")
    thumbprint = models.CharField(max_length=43)
    jwk = models.JSONField(help_text="The public key of that thumbprint.")
    paired_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE)
    fault = models.CharField(max_length=40, blank=True, help_text="Why the last visit failed, by its name.")

    last_seq = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default=GENESIS)
    head_seq = models.PositiveBigIntegerField(default=0)
    head_issued = models.CharField(max_length=20, blank=True)
    head_expires_at = models.DateTimeField(null=True)
    etag = models.CharField(max_length=80, blank=True)

    next_at = models.DateTimeField()
    discovered_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True, help_text="Last answer that held, unchanged or not.")
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(state="active"), name="harvest_due")]
        constraints = [
            models.CheckConstraint(condition=Q(last_seq__lte=F("head_seq")), name="harvest_never_beyond_the_head")
        ]

    def __str__(self) -> str:
        return self.origin

    def health(self, at: datetime) -> Health:
        """The badge at `at`: a person's decision first, then silence, then the last visit."""
        if self.state != State.ACTIVE:
            return Health(self.state)
        if (self.verified_at or self.paired_at) < at - SILENT_AFTER:
            return Health.SILENT
        if self.fault:
            return Health.TROUBLE
        return Health.GOOD if self.verified_at else Health.NEW


class SeenHead(models.Model):
    """What a source said of its own length: it may never say two things of one length."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="heads")
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    token = models.TextField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "seq"], name="harvest_one_head_a_length")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.seq}"


class Delivery(models.Model):
    """A page that was fetched and waits for its verification; it goes when it is judged."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="deliveries")
    since = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField(help_text="Which page of this sweep it is.")
    data = models.BinaryField()
    etag = models.CharField(max_length=80, blank=True)
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source_id} since {self.since}"


class Evidence(models.Model):
    """Why a source went into quarantine: the fault, and the signed head that contradicts. Kept for the officer."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="evidence")
    fault = models.CharField(max_length=40)
    detail = models.CharField(max_length=200, blank=True)
    head = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.fault}"


class Item(models.Model):
    """One verified line, word for word, with what lists need read out of its body.

    `current`: the latest line of its thing. `shown`: current, published, and of a type this hub shows.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="items")
    seq = models.PositiveBigIntegerField()
    thing = models.UUIDField()
    address = models.UUIDField(help_text="Of its page here: the same for every version, never shared by two sources.")
    type = models.CharField(max_length=40)
    op = models.CharField(max_length=10)
    updated = models.DateField()
    token = models.TextField()
    hash = models.CharField(max_length=64)
    kid = models.CharField(max_length=43)
    licence = models.CharField(max_length=40)
    body = models.JSONField(null=True)
    salt = models.BinaryField(null=True, max_length=32)
    verified_at = models.DateTimeField()
    current = models.BooleanField()
    shown = models.BooleanField()

    titles = models.JSONField(default=dict, blank=True, help_text="By language.")
    search_text = models.TextField(blank=True)
    method = models.CharField(max_length=40, blank=True)
    day = models.DateField(null=True)
    voters = models.PositiveIntegerField(null=True)
    paper = models.PositiveIntegerField(null=True, help_text="Voters on paper, of `voters`.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "seq"], name="harvest_one_line_a_number"),
            models.UniqueConstraint(
                fields=["source", "thing"], condition=Q(current=True), name="harvest_one_current_line_a_thing"
            ),
            models.UniqueConstraint(fields=["address"], condition=Q(current=True), name="harvest_one_page_a_thing"),
            models.CheckConstraint(
                condition=Q(shown=False) | Q(current=True, body__isnull=False), name="harvest_shows_what_it_holds"
            ),
        ]
        indexes = [
            models.Index(F("day").desc(), F("id").desc(), condition=Q(shown=True), name="harvest_newest"),
            models.Index(fields=["type", "method"], condition=Q(shown=True), name="harvest_by_method"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.seq}"

    def get_absolute_url(self) -> str:
        return reverse("harvest:result", args=[self.address])


def address_of(source: Source, thing: uuid.UUID) -> uuid.UUID:
    """Where a thing is shown on this hub: two instances that use one identifier still get two pages."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{source.origin}#{thing}")
