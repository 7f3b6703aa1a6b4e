"""Associations and firms, the people who speak for them, and those who were asked to."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dreamplus.people.organisations.enums import STANDING, Kind, State
from dreamplus.people.organisations.rules import numbers


class Organisation(models.Model):
    """Declared by a person, recognised by the town hall. It has no password: its delegates act, each by their account.

    `number` is in the one form of `rules.numbers`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    folded = models.CharField(max_length=240, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    register = models.CharField(max_length=5, choices=[(one.value, one.value) for one in numbers.Number])
    number = models.CharField(_("RNA or SIREN number"), max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DECLARED)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    declared_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["state", "declared_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(state__in=STANDING), name="organisation_number_belongs_to_one"
            ),
            models.CheckConstraint(
                condition=Q(state__in=STANDING) | ~Q(reason=""), name="organisation_turned_down_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DECLARED) | Q(decided_at__isnull=False), name="organisation_decided_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def written_number(self) -> str:
        return f"{self.register} {numbers.written(self.register, self.number)}"

    @property
    def is_recognised(self) -> bool:
        return self.state == State.RECOGNISED


class Delegate(models.Model):
    """A person who speaks for an organisation. `leads`: may name and remove others. `shown`: named beside its words."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="delegates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations")
    leads = models.BooleanField(default=False)
    shown = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="delegate_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.user_id}"


class Invitation(models.Model):
    """Somebody was asked to become a delegate; only the account whose address this is can accept. A secret opens it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("invitation of a delegate")
        verbose_name_plural = _("invitations of delegates")
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="invitation_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.sent_at}"
