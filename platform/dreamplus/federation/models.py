"""The signed list of what this site chose to share. Lines are appended; only a body and its salt ever go."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dreamplus.federation.wire.entries import GENESIS, UPSERT, WITHDRAW


class Ledger(models.Model):
    """One row: the length of the list, its last digest and its signed head. Whoever appends locks it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)
    head = models.TextField(help_text="Compact JWS.")
    head_issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="federation_one_ledger")]

    def __str__(self) -> str:
        return f"{self.seq} lines"


class Entry(models.Model):
    """One line. `seq` is given under the ledger's lock, never by the database: commits arrive out of order."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    token = models.TextField(help_text="Compact JWS, as it is sent.")
    hash = models.CharField(max_length=64, unique=True)
    thing = models.UUIDField(help_text="What is published, the same from version to version.")
    type = models.CharField(max_length=40)
    op = models.CharField(max_length=10, choices=[(UPSERT, UPSERT), (WITHDRAW, WITHDRAW)])
    body = models.JSONField(null=True)
    salt = models.BinaryField(null=True, max_length=32)
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["thing", "-seq"], name="federation_entry_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=True, salt__isnull=True) | Q(body__isnull=False, salt__isnull=False),
                name="federation_body_goes_with_its_salt",
            ),
            models.CheckConstraint(
                condition=Q(op=UPSERT) | Q(op=WITHDRAW, body__isnull=True), name="federation_withdrawn_is_empty"
            ),
            models.CheckConstraint(condition=Q(seq__gte=1), name="federation_lines_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.op} {self.type}"
