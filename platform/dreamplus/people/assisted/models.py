"""Places where people are helped, and who is being helped there now. Who helped is in the access log alone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from dreamplus.people.assisted.enums import Ending, Way


class Place(models.Model):  # type: ignore[django-manager-missing]  # comments are not typed
    """A cyber-centre, a counter, a library. A ballot keeps its `code`; a closed one stays in the figures."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=200)
    hours = models.CharField(_("opening hours"), max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("place where people are helped")
        verbose_name_plural = _("places where people are helped")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("name"), name="place_name_once")]

    def __str__(self) -> str:
        return self.name


class WithoutAddress(models.Model):
    """A person known at a counter, who has no e-mail address: the account is written to by nobody, and nobody signs in
    to it but through a place. `seen_on`: the last day, from which its erasure is counted."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="without_address")
    seen_on = models.DateField(db_index=True)

    class Meta:
        verbose_name = _("person without an e-mail address")
        verbose_name_plural = _("people without an e-mail address")

    def __str__(self) -> str:
        return str(self.user_id)


class Accompaniment(models.Model):
    """A person takes part with help: opened by a helper, begun and agreed to by the person, ended and emptied.

    Once ended nothing leads from it to anybody (`accompaniment_ended_holds_nobody`): a day and a place remain.
    `number` and `digest`: the two halves of a code for another screen, the second as a keyed hash.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="accompaniments")
    way = models.CharField(max_length=8, choices=Way.choices)
    number = models.CharField(max_length=4, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    code_ends_at = models.DateTimeField(null=True, blank=True)
    line = models.ForeignKey("rolls.RollLine", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    area = models.CharField(max_length=60, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    document_seen = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="accompaniments"
    )
    session_key = models.CharField(max_length=40, blank=True, db_index=True)
    opened_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=8, choices=Ending.choices, blank=True)

    class Meta:
        verbose_name = _("accompaniment")
        verbose_name_plural = _("accompaniments")
        indexes = [models.Index(fields=["place", "opened_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None)
                | Q(user=None, line=None, session_key="", number="", digest="", area="", birth_year=None),
                name="accompaniment_ended_holds_nobody",
            ),
            models.CheckConstraint(
                condition=Q(user=None) | Q(agreed_at__isnull=False), name="accompaniment_knows_nobody_before_consent"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="accompaniment_ended_somehow",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="accompaniment_number_once"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
