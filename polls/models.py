"""Two stores: attendance says who took part, the box holds what was said. Neither is registered in any admin."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from dreamplus.participation.enums import Channel
from dreamplus.participation.models import Activity
from polls.pages import FurtherQuestion, PollOption, PollPage

__all__ = ["Attendance", "Ballot", "FurtherQuestion", "PollOption", "PollPage", "PollResult", "Proxy", "RunningCount"]

KEY_LENGTH = 12
KEYS_KEPT = 64


class Attendance(models.Model):
    """Somebody took part, on that day. No choice, no time. Deleted when objections end."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="attendances")
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="attendances"
    )
    line = models.ForeignKey(
        "rolls.RollLine",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="By which the voter belongs, where the audience rests on a list: it votes once.",
    )
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    receipt_ref = models.CharField(max_length=40, unique=True)
    day = models.DateField()
    used_keys = models.TextField(
        default="", blank=True, help_text="Keys of forms already obeyed, so that none is obeyed twice; gone at closing."
    )
    receipt_sent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "voter"], name="one_attendance_for_a_voter"),
            models.UniqueConstraint(fields=["activity", "line"], name="one_attendance_for_a_line"),
        ]
        indexes = [
            models.Index(fields=["id"], name="attendance_receipt_to_send", condition=models.Q(receipt_sent=False))
        ]

    def __str__(self) -> str:
        return self.receipt_ref


class Ballot(models.Model):
    """What was said of one question: option codes separated by spaces, in the order of the rules; empty when blank. No
    person, no time.

    `ref` is the keyed code that lets a ballot be changed until closing; it goes when the key is destroyed. Answers to
    several questions are rows apart, so that from then on nothing tells which of them were given together.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="ballots")
    ref = models.CharField(max_length=64, null=True)  # noqa: DJ001 - several ballots without a code must not collide
    question = models.PositiveSmallIntegerField(default=1, help_text="1 is the first.")
    choices = models.TextField(blank=True)
    weight = models.PositiveIntegerField(default=1, help_text="Votes that it counts for, where the rules say so.")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    station = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "ref", "question"], name="one_answer_for_a_code"),
            models.CheckConstraint(condition=models.Q(weight__gte=1, question__gte=1), name="an_answer_counts"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Proxy(models.Model):
    """Somebody votes for somebody else too: logged before the opening, gone with the attendance."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="proxies")
    giver = models.ForeignKey("rolls.RollLine", on_delete=models.CASCADE, related_name="+")
    holder = models.ForeignKey("rolls.RollLine", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "giver"], name="one_proxy_for_a_giver"),
            models.CheckConstraint(condition=~models.Q(giver=models.F("holder")), name="a_proxy_is_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.holder_id}"


class PollResult(models.Model):
    """The count as it was settled: what every door shows from then on."""

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="poll_result")
    data = models.JSONField()
    settled_at = models.DateTimeField()
    objections_ended_at = models.DateTimeField(null=True, blank=True, help_text="Key destroyed, attendance deleted.")

    def __str__(self) -> str:
        return str(self.activity_id)


class RunningCount(models.Model):
    """How far the count of a large vote is, while it runs; gone once the result is there."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="running_count")
    percent = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.percent} %"
