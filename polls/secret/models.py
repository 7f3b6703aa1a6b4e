"""What a site keeps of a secret vote: who was asked to be scrutineer, the frozen roll, which seat has a token."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dreamplus.participation.models import Activity
from dreamplus.people.rolls.models import RollLine
from polls.models import Attendance


class SecretVote(models.Model):
    """The secret half of a vote. `terms` and `sealed` are texts as the box has them: its first entry, its `vote.json`
    once closed. `result` is what the opened ballots say; the files of the publication are there from then on."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="secret")
    created_at = models.DateTimeField()
    terms = models.TextField(blank=True)
    laid_at = models.DateTimeField(null=True, help_text="When the witness had signed the beginning of the log.")
    sealed = models.TextField(blank=True)
    trouble = models.CharField(max_length=80, blank=True, help_text="Code of what last went wrong with box or witness.")
    result = models.JSONField(null=True)
    invalid = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True, help_text="When the box had forgotten its sealed ballots.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(laid_at=None) | ~Q(terms=""), name="secret_vote_laid_has_terms"),
            models.CheckConstraint(
                condition=Q(result__isnull=True) | ~Q(sealed=""), name="secret_vote_opened_was_sealed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity_id)


class Scrutineer(models.Model):
    """One of the three who open the box. `digest` leads from the link they were sent; `public` is their key, whose
    private half is theirs alone until they give it, after the closing."""

    vote = models.ForeignKey(SecretVote, on_delete=models.CASCADE, related_name="scrutineers")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True, help_text="Gone once the vote is settled.")
    digest = models.CharField(max_length=64, unique=True)
    public = models.CharField(max_length=43, blank=True)
    trial = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what their trial ballot holds.")
    proved_at = models.DateTimeField(null=True)
    private = models.CharField(max_length=43, blank=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "number"], name="secret_scrutineer_of_a_number"),
            models.UniqueConstraint(
                fields=["vote", "public"], condition=~Q(public=""), name="secret_scrutineer_own_key"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=3), name="secret_three_scrutineers"),
            models.CheckConstraint(
                condition=Q(private="") | Q(proved_at__isnull=False), name="secret_key_given_was_proved"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.number}"


class RollEntry(models.Model):
    """A line of the list as it was frozen. Without the nonce nobody can try names against the leaf."""

    vote = models.ForeignKey(SecretVote, on_delete=models.CASCADE, related_name="roll")
    line = models.ForeignKey(RollLine, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    leaf = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "line"], name="secret_roll_line_once"),
            models.UniqueConstraint(fields=["vote", "leaf"], name="secret_roll_leaf_once"),
        ]

    def __str__(self) -> str:
        return self.leaf


class Token(models.Model):
    """A token was drawn from this seat: what was asked, as a hash, and what was answered, empty until the issuer has
    signed. Neither is what the ballot bears. The same question has the same answer; another one has none."""

    attendance = models.OneToOneField(Attendance, on_delete=models.CASCADE, primary_key=True, related_name="token")
    asked = models.CharField(max_length=64, help_text="SHA-256 of the blinded message.")
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.attendance_id)
