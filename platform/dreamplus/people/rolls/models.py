"""Lists on which an audience may rest, their lines, their codes. Nothing here is shown outside the staff's pages."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from dreamplus.people.rolls.enums import UNDER_WAY, CodeKind, ImportState, LettersState, Way
from dreamplus.people.rolls.rules import sizes


class Roll(models.Model):
    """One list. Its lines count from `imported_at`, are fixed from `frozen_at`, and are gone from `erased_at`.

    `lines_hash` is published at the freeze with the size, and nothing else ever is; `nonce` keeps it from confirming a
    guess about a short list, and goes with the lines.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    purpose = models.TextField(max_length=600)
    created_at = models.DateTimeField()
    created_by_role = models.CharField(max_length=20)
    erase_on = models.DateField()
    by_email = models.BooleanField(default=False)
    forget_addresses = models.BooleanField(default=True)
    imported_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    size = models.PositiveIntegerField(default=0)
    lines_hash = models.CharField(max_length=64, blank=True)
    nonce = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | (Q(imported_at__isnull=False) & ~Q(lines_hash="")),
                name="roll_frozen_has_lines_and_hash",
            ),
        ]
        indexes = [models.Index(fields=["erase_on"], condition=Q(erased_at__isnull=True), name="roll_to_erase")]

    def __str__(self) -> str:
        return self.name

    @property
    def in_use(self) -> bool:
        """Whether its lines count: taken whole, and not erased."""
        return self.imported_at is not None and self.erased_at is None


class RollLine(models.Model):
    """One person of a list, at most one account. A line keeps `qualified_by` when its account goes: its code has
    served, and only the counter gives another."""

    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=sizes.NAME)
    folded = models.TextField(editable=False)
    birth_year = models.SmallIntegerField(null=True)
    area = models.CharField(max_length=sizes.AREA, blank=True)
    address = models.CharField(max_length=sizes.ADDRESS, blank=True)
    email = models.CharField(max_length=sizes.EMAIL, blank=True)
    identifier = models.CharField(max_length=sizes.IDENTIFIER, blank=True)
    votes = models.PositiveSmallIntegerField(default=1, help_text="Of this line, in a vote whose rules weigh by lists.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    qualified_by = models.CharField(max_length=10, choices=Way.choices, blank=True)
    qualified_at = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roll", "number"], name="roll_line_one_of_a_number"),
            models.UniqueConstraint(
                fields=["user", "roll"], condition=Q(user__isnull=False), name="roll_line_one_of_a_person"
            ),
            models.UniqueConstraint(fields=["roll", "email"], condition=~Q(email=""), name="roll_line_one_of_an_email"),
            models.UniqueConstraint(
                fields=["roll", "identifier"], condition=~Q(identifier=""), name="roll_line_one_of_an_identifier"
            ),
            models.CheckConstraint(condition=Q(votes__gte=1), name="roll_line_has_a_vote"),
            models.CheckConstraint(
                condition=(Q(qualified_by="") & Q(qualified_at__isnull=True) & Q(user__isnull=True))
                | (~Q(qualified_by="") & Q(qualified_at__isnull=False)),
                name="roll_line_says_how_it_was_proved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roll_id}/{self.number}"


class RollCode(models.Model):
    """A secret that leads to a line, kept as a keyed hash. It was shown once: in the letter, or at the counter."""

    line = models.ForeignKey(RollLine, on_delete=models.CASCADE, related_name="codes")
    kind = models.CharField(max_length=10, choices=CodeKind.choices)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(null=True)
    document_seen = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "kind"], name="roll_code_one_of_a_kind"),
            models.CheckConstraint(
                condition=Q(kind=CodeKind.LETTER)
                | Q(kind=CodeKind.COUNTER, expires_at__isnull=False, document_seen=True),
                name="roll_code_of_the_counter_ends_and_follows_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.line_id}"

    def has_ended(self, at: datetime) -> bool:
        return self.expires_at is not None and at >= self.expires_at


class RollImport(models.Model):
    """A file on its way into a list. `attempt` lets a worker that comes back after its lease write nothing.

    `taken` and `left` are the columns of the file that are kept, and those that are not.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="imports")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    language = models.CharField(max_length=5)
    file_name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    fault_count = models.PositiveIntegerField(default=0)
    taken = models.JSONField(default=list)
    left = models.JSONField(default=list)
    lines_hash = models.CharField(max_length=64, blank=True)
    nonce = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roll"],
                condition=Q(state__in=[state.value for state in UNDER_WAY]),
                name="roll_import_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"

    @property
    def percent(self) -> int:
        """How far the reading is; at most 99 while it goes on."""
        return min(99, self.read * 100 // self.expected) if self.expected else 0


class RollFault(models.Model):
    """What is wrong on one line of a file that was refused; goes with the next file, at the latest after a week."""

    batch = models.ForeignKey(RollImport, on_delete=models.CASCADE, related_name="faults")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=120, blank=True)
    message = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.line}"


class RollLetters(models.Model):
    """Letters made together: one file in private storage, downloaded once by who asked for it, within a day."""

    KEPT = timedelta(days=1)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="letters")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=LettersState.choices, default=LettersState.WAITING)
    language = models.CharField(max_length=5)
    created_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roll"],
                condition=Q(state__in=[LettersState.WAITING, LettersState.MAKING, LettersState.READY]),
                name="roll_letters_one_batch_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.made}/{self.total} ({self.state})"

    @property
    def percent(self) -> int:
        return min(99, self.made * 100 // self.total) if self.total else 0
