"""Answers to surveys, who has answered, what is being answered, and what all answers say together."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultations.surveys.pages import SurveyPage
from dreamplus.participation.enums import Channel
from dreamplus.participation.models import Activity, Contribution, Receipt

__all__ = ["Attendance", "Draft", "Response", "SurveyPage", "SurveyResult"]


class Response(models.Model):
    """What one person, or one sheet of paper, answered: see `rules.answers`.

    Its key is drawn by lot and its date is a day, so that in an anonymous survey nothing kept here says when somebody
    answered. Who gave it is its contribution's to say; an anonymous one has none.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="survey_responses")
    contribution = models.OneToOneField(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="survey_response"
    )
    receipt = models.OneToOneField(
        Receipt,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="None where a person is known who answered anonymously.",
    )
    answers = models.JSONField(default=dict)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    language = models.CharField(max_length=10)
    day = models.DateField()
    sheet = models.CharField(max_length=40, blank=True, help_text="The number written on a sheet of paper.")

    class Meta:
        indexes = [models.Index(fields=["activity", "uuid"]), models.Index(fields=["activity", "channel"])]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "sheet"], condition=~Q(sheet=""), name="survey_sheet_entered_once"
            ),
            models.CheckConstraint(
                condition=Q(sheet="") | Q(channel__in=[Channel.PAPER, Channel.MEETING]),
                name="survey_sheet_is_of_paper",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Attendance(models.Model):
    """One person answers a survey once. An anonymous one leads to no response, and goes when it is settled."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="survey_attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    response = models.OneToOneField(
        Response, null=True, blank=True, on_delete=models.CASCADE, related_name="attendance"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="one_answer_by_person_and_survey")]

    def __str__(self) -> str:
        return f"{self.activity_id}"


class Draft(models.Model):
    """What somebody is answering: of an account, or of whoever holds the link whose digest is `token`."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="survey_drafts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    token = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="one_survey_draft_by_person"),
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="survey_draft_token_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(token=""), name="survey_draft_of_a_person_or_a_link"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}"


class SurveyResult(models.Model):
    """What the answers say together (`rules.results`), counted by the worker; final once the activity is settled."""

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="survey_result")
    data = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.activity_id}"
