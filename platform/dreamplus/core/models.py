"""What the ground of the house keeps: events, tasks, accesses, counters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class EventRecord(models.Model):
    """Something that happened, for ever: identifiers, counts and dates, never a person."""

    name = models.CharField(max_length=100)
    payload = models.JSONField()
    public = models.BooleanField()
    actor_role = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["name", "at"], name="core_event_name_at")]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class TaskState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class TaskRun(models.Model):
    """One thing to do, once. Written in the transaction that wants it; held by a worker through a lease.

    `key` makes it unique: (event, handler) or (periodic function, slot). `error` names the fault and its place in the
    code, never the values it met.
    """

    name = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    key = models.CharField(max_length=250, null=True, unique=True)  # noqa: DJ001 - several rows have none
    slow = models.BooleanField(default=False)
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    retries = models.PositiveSmallIntegerField(default=5)
    due_at = models.DateTimeField()
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="core_task_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="core_task_running"),
            models.Index(fields=["state", "finished_at"], name="core_task_finished"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True)),
                name="core_task_running_has_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class AccessLog(models.Model):
    """Who among the staff did or read what, and why. Erased by itself after `KEPT_DAYS` days (CNIL: six months to one
    year for access logs)."""

    KEPT_DAYS = 365

    actor_id = models.CharField(max_length=40)
    purpose = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="core_access_at"),
            models.Index(fields=["actor_id", "at"], name="core_access_actor"),
            models.Index(fields=["subject"], name="core_access_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"


class RateCount(models.Model):
    """How often something was tried in one window of time. `key` is a keyed hash: an address is personal data."""

    key = models.CharField(max_length=64)
    window = models.DateTimeField()
    expires_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="core_rate_one_row_a_window")]
        indexes = [models.Index(fields=["expires_at"], name="core_rate_expires")]

    def __str__(self) -> str:
        return f"{self.count} since {self.window:%H:%M:%S}"
