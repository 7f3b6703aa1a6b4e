"""Readings of boxes of paper, two for each, and the end of the count. Stations stand in the rules of the activity."""

from __future__ import annotations

from collections import Counter

from django.conf import settings
from django.db import models
from django.db.models import Q

from dreamplus.participation.models import Activity
from dreamplus.participation.paper.rules import Batch, Reading

STATION_LENGTH = 40
"""Characters of a station's code; `polls.Ballot.station` holds as many."""


class Entry(models.Model):
    """What one person reads in the box of one station, without seeing what the other does."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="paper_entries")
    station = models.SlugField(max_length=STATION_LENGTH, help_text="Its code in the rules of the activity.")
    place = models.PositiveSmallIntegerField(help_text="1 for who began first, 2 for the other.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="paper_entries"
    )
    ballots = models.JSONField(
        default=dict, help_text="How many bear exactly those words, by words: in the batch being read, or in the box."
    )
    batches = models.JSONField(default=dict, help_text="Batches that are finished, by number: ballots and void ones.")
    batch = models.PositiveSmallIntegerField(default=1, help_text="Number of the batch being read.")
    void = models.PositiveIntegerField(default=0, help_text="In the whole box, once it is finished.")
    signed = models.PositiveIntegerField(null=True, blank=True)
    remarks = models.TextField(blank=True)
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    taken_back = models.PositiveSmallIntegerField(default=0, help_text="How often a finished reading was corrected.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "station", "place"], name="paper_two_readings_of_a_box"),
            models.UniqueConstraint(fields=["activity", "station", "person"], name="paper_one_reading_for_a_person"),
            models.CheckConstraint(condition=Q(place__in=(1, 2)), name="paper_first_or_second_reading"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.station} {self.place}"

    @property
    def reading(self) -> Reading:
        batches = self.read_batches
        together = Counter(self.ballots)
        for batch in batches.values():
            together.update(batch.ballots)
        void = sum(batch.void for batch in batches.values()) if batches else self.void
        return Reading(together, void, self.signed, tuple(batches.values()))

    @property
    def read_batches(self) -> dict[int, Batch]:
        """Those that are finished, by their numbers, in order."""
        ordered = sorted((int(number), told) for number, told in self.batches.items())
        return {number: Batch(told["ballots"], told["void"]) for number, told in ordered}


class Count(models.Model):
    """Every box was read twice alike and an agent ended the count: from then on nothing is changed."""

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="paper_count")
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return str(self.activity_id)
