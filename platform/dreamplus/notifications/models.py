"""What people follow, how they want to be told, what they were told, and the letters that carried it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dreamplus.notifications.enums import ChannelChoices, LetterState


class Follow(models.Model):
    """A person follows a subject (`subjects`). Stopping keeps the row, so that nothing follows again by itself."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=100)
    since = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("subject followed")
        verbose_name_plural = _("subjects followed")
        constraints = [models.UniqueConstraint(fields=["person", "subject"], name="follow_once_by_person")]
        indexes = [models.Index(fields=["subject", "person"], condition=Q(stopped_at=None), name="follow_of_subject")]

    def __str__(self) -> str:
        return self.subject


class Preference(models.Model):
    """How a person wants to be told of one kind, where it differs from the kind's own default.

    `before`: what stood there before a letter's link stopped it, for the undo; empty: no row stood there.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=ChannelChoices)
    before = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="preference_once_by_kind"),
            models.CheckConstraint(condition=Q(channel__in=ChannelChoices.values), name="preference_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.channel}"


class NoticeSettings(models.Model):
    """What a person wants of all kinds together; no row: letters, and one's own contributions are followed."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    no_letters = models.BooleanField(default=False)
    follows_own = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.person_id}"


class Letter(models.Model):
    """One e-mail that carries notices: a digest, or the single notice whose number is `single`.

    `uuid` is its Message-ID. `address` is the one it was handed over for. `batch` joins letters made together.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.UUIDField(editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    single = models.BigIntegerField(null=True, unique=True)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.WAITING)
    address = models.EmailField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    try_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["try_at", "id"], condition=Q(state="waiting"), name="letter_waiting"),
            models.Index(fields=["begun_at"], condition=Q(state="sending"), name="letter_sending"),
            models.Index(fields=["batch", "recipient"], name="letter_of_batch"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
            models.UniqueConstraint(
                fields=["batch", "recipient"], condition=Q(single=None), name="letter_one_digest_in_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid} ({self.state})"


class Notice(models.Model):
    """Something a person is told, once: (recipient, kind, key) is unique whatever is tried again.

    `payload` holds identifiers only; words are looked up when they are read, so that what was hidden or corrected since
    is told as it is now. `mail_due`: waits for a letter from then on; None: it has its letter, or wants none.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    subject = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=ChannelChoices)
    mail_due = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "key"], name="notice_once"),
            models.CheckConstraint(condition=Q(mail_due=None) | Q(letter=None), name="notice_in_one_letter"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["mail_due", "recipient"], condition=Q(mail_due__isnull=False), name="notice_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Bounce(models.Model):
    """A mail server said for good that an address takes no letter. `code` as the server said it (550, 5.1.1).

    `settled_at`: the person confirmed the address since, or an agent found it right; it no longer counts.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField()
    letter = models.OneToOneField(Letter, null=True, on_delete=models.SET_NULL, related_name="bounce")
    code = models.CharField(max_length=20)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("returned letter")
        verbose_name_plural = _("returned letters")
        indexes = [
            models.Index(fields=["person", "address"], condition=Q(settled_at=None), name="bounce_counting"),
            models.Index(fields=["-at"], name="bounce_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.at:%Y-%m-%d}"
