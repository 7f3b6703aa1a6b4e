"""The charter and its grounds, cases, notices, decisions with their reasons, appeals, sanctions."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dreamplus.moderation.enums import CaseState, Degree, Measure, Nature, Party, Source
from dreamplus.moderation.rules.cases import Standing, State

PERSON = settings.AUTH_USER_MODEL


class Charter(models.Model):
    """The rules of conversation as they were published; a change is a new row, the latest holds."""

    text = models.TextField(_("charter"), max_length=10_000)
    contact = models.TextField(_("whom to write to"), max_length=500)
    routes = models.TextField(_("other ways to contest"), max_length=2000)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.published_at:%Y-%m-%d}"


class Ground(models.Model):
    """A reason for hiding words, fixed before anything opens. One that was used is retired, not deleted."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("what it means"), max_length=600)
    nature = models.CharField(_("rests on"), max_length=10, choices=Nature.choices, default=Nature.CHARTER)
    minors = models.BooleanField(
        _("offence involving minors"), default=False, help_text=_("Reported without name nor e-mail address.")
    )
    active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Case(models.Model):
    """Words that somebody of the team reads, once for all who reported them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_kind = models.SlugField(max_length=40)
    subject_key = models.CharField(max_length=64)
    source = models.CharField(max_length=10, choices=Source.choices)
    signs = models.CharField(max_length=200, blank=True, help_text="What looked like advertising.")
    author = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    opened_at = models.DateTimeField()
    waiting_since = models.DateTimeField(help_text="Opened, taken back or contested: the queue's order.")
    closed_at = models.DateTimeField(null=True, blank=True)
    holder = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    held_until = models.DateTimeField(null=True, blank=True)
    alerted_at = models.DateTimeField(null=True, blank=True, help_text="When moderators were told that it waits.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key"], condition=Q(state=CaseState.OPEN), name="one_open_case"
            )
        ]
        indexes = [
            models.Index(fields=["state", "waiting_since"]),
            models.Index(fields=["subject_kind", "subject_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_key}"

    def get_absolute_url(self) -> str:
        return reverse("moderation_staff:case", args=[self.uuid])

    @property
    def standing(self) -> Standing:
        """What the rules know of it; reads the decision that holds."""
        first = self.decision
        return Standing(
            State(self.state),
            self.holder_id,
            self.held_until,
            first.by_id if first else None,
            first.at if first else None,
        )

    @property
    def decision(self) -> Decision | None:
        """The decision that an appeal would contest; the prefetched ones are used when they are there."""
        return next((one for one in self.decisions.all() if one.undone_at is None and not one.is_review), None)

    @property
    def review(self) -> Decision | None:
        """The answer to the appeals."""
        return next((one for one in self.decisions.all() if one.is_review), None)


class NoticeReceived(models.Model):
    """Somebody says that words break the law or the charter (règlement 2022/2065, art. 16)."""

    reference = models.CharField(max_length=40, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="+")
    location = models.CharField(_("exact place"), max_length=500)
    explanation = models.TextField(_("explanation"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    person = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    good_faith = models.BooleanField(default=False)
    proved = models.BooleanField(default=True, help_text="Sent by a browser that worked for it, or by an account.")
    language = models.CharField(max_length=5, default=settings.LANGUAGE_CODE)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(good_faith=True), name="notice_in_good_faith")]
        indexes = [models.Index(fields=["received_at"])]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("moderation:notice", args=[self.reference])


class Decision(models.Model):
    """A measure with its reasons (art. 17), or the answer to an appeal; always a person's."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    reference = models.CharField(max_length=40, unique=True, help_text="Known to the author alone: opens the page.")
    measure = models.CharField(max_length=10, choices=Measure.choices)
    ground = models.ForeignKey(Ground, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    facts = models.TextField(blank=True)
    message = models.TextField(blank=True)
    automated = models.BooleanField(default=False)
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    is_review = models.BooleanField(default=False)
    reviewed_by_first = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Who decided first."
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(automated=False), name="no_automated_decision"),
            models.CheckConstraint(
                condition=~Q(measure=Measure.HIDDEN) | (Q(ground__isnull=False) & ~Q(facts="")),
                name="hiding_has_a_ground_and_facts",
            ),
            models.CheckConstraint(condition=~Q(by=F("reviewed_by_first")), name="appeal_answered_by_another_person"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(undone_at=None, is_review=False), name="one_decision_holds"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(is_review=True), name="one_answer_to_appeals"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.measure}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:decision", args=[self.reference])


class Appeal(models.Model):
    """The author, or whoever reported, contests a decision within six months (art. 20)."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="appeals")
    party = models.CharField(max_length=10, choices=Party.choices)
    notice = models.ForeignKey(NoticeReceived, null=True, blank=True, on_delete=models.CASCADE, related_name="appeals")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision"], condition=Q(notice=None), name="one_appeal_of_the_author"),
            models.UniqueConstraint(fields=["decision", "notice"], name="one_appeal_of_a_notifier"),
            models.CheckConstraint(
                condition=Q(party=Party.AUTHOR, notice=None) | Q(party=Party.NOTIFIER, notice__isnull=False),
                name="a_notifier_appeals_from_a_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.party}"


class Sanction(models.Model):
    """What a decision brought to the author besides: graded, timed, ending by itself. It touches writing alone."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="sanctions")
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="sanction")
    degree = models.CharField(max_length=10, choices=Degree.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(degree__in=[Degree.WARNING, Degree.CLOSED], ends_at=None)
                | Q(degree__in=[Degree.DAY, Degree.WEEK, Degree.MONTH], ends_at__gt=F("starts_at")),
                name="a_silence_ends_by_itself",
            )
        ]
        indexes = [models.Index(fields=["person", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.degree}"

    def holds(self, at: datetime) -> bool:
        """Whether it stops its author from writing at `at`."""
        return (
            self.degree != Degree.WARNING
            and self.lifted_at is None
            and self.starts_at <= at
            and (self.ends_at is None or at < self.ends_at)
        )
