"""Each box is read by two people, and a difference stops the count."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries, services
from dreamplus.participation.paper.errors import BatchRefused, Finished, NotAgreed, NotYet, ReadByTwo
from dreamplus.participation.paper.models import Count, Entry
from dreamplus.participation.paper.rules import Progress
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person
from tests.at_once import at_once
from tests.polls.conftest import CLOSING, GARDEN, HALL
from tests.polls.paper.conftest import COUNTING, HOUR, MakeOnPaper, read

pytestmark = pytest.mark.database_promise


@pytest.mark.django_db
class TestReading:
    def test_paper_is_read_after_the_closing_alone(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity, (anne, _bruno) = make_on_paper(), two()
        with pytest.raises(NotYet, match="après la clôture"):
            read(activity, "mairie", anne, {HALL: 1}, at=CLOSING - HOUR)
        assert Entry.objects.count() == 0
        read(activity, "mairie", anne, {HALL: 1})
        assert Entry.objects.count() == 1

    def test_nobody_reads_a_box_twice_and_no_third_person_reads_it(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity, (anne, bruno) = make_on_paper(), two()
        read(activity, "mairie", anne, {HALL: 2})
        with pytest.raises(Finished, match="Reprenez votre lecture"):
            read(activity, "mairie", anne, {HALL: 1})
        read(activity, "mairie", bruno, {HALL: 2})
        with pytest.raises(ReadByTwo):
            read(activity, "mairie", make_person(Role.AGENT), {HALL: 2})
        for place in (1, 3):
            with pytest.raises(IntegrityError), transaction.atomic():
                Entry.objects.create(
                    activity=activity, station="mairie", place=place, person=make_person(), began_at=COUNTING
                )

    def test_a_difference_stops_the_count_until_it_is_put_right(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity, (anne, bruno) = make_on_paper("Mairie"), two()
        read(activity, "mairie", anne, {HALL: 12, GARDEN: 3})
        read(activity, "mairie", bruno, {HALL: 11, GARDEN: 3}, void=1)
        (box,) = queries.boxes(activity)
        assert (box.progress, [one.words for one in box.differences]) == (Progress.DIFFERS, [HALL, ""])
        with pytest.raises(NotAgreed, match="Mairie"):
            services.end_count(activity=activity, by=anne, at=COUNTING)
        services.take_back(activity=activity, station="mairie", person=bruno, at=COUNTING)
        services.strike_out(activity=activity, station="mairie", person=bruno, words=HALL, at=COUNTING)
        read(activity, "mairie", bruno, {HALL: 12})
        (box,) = queries.boxes(activity)
        assert (box.progress, box.agreed and box.agreed.found) == (Progress.AGREED, 15)
        assert services.end_count(activity=activity, by=anne, at=COUNTING).ended_by == anne
        again = services.end_count(activity=activity, by=bruno, at=COUNTING + HOUR)
        assert (again.ended_by, again.ended_at, Count.objects.count()) == (anne, COUNTING, 1)
        with pytest.raises(NotYet):
            services.take_back(activity=activity, station="mairie", person=bruno, at=COUNTING)


def batch(activity: Activity, person: User, heaps: dict[str, int], void: int = 0) -> Entry:
    told = {"activity": activity, "station": "mairie", "person": person, "at": COUNTING}
    for words, number in heaps.items():
        services.write_down(**told, words=words, number=number)
    return services.finish_batch(**told, void=void)


@pytest.mark.django_db
class TestBatches:
    def test_a_difference_is_found_in_its_batch(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity, (anne, bruno) = make_on_paper("Mairie"), two()
        told = {"activity": activity, "station": "mairie", "at": COUNTING}
        for person, second in ((anne, {HALL: 60, GARDEN: 39}), (bruno, {HALL: 61, GARDEN: 38})):
            batch(activity, person, {HALL: 70, GARDEN: 30})
            batch(activity, person, second, void=1)
            batch(activity, person, {HALL: 5})
            services.finish(**told, person=person, void=0, signed=None, remarks="")
        (box,) = queries.boxes(activity)
        assert [(one.batch, one.words, one.first, one.second) for one in box.differences] == [
            (2, HALL, 60, 61),
            (2, GARDEN, 39, 38),
        ]
        services.take_back(**told, person=bruno)
        services.take_batch_back(**told, person=bruno, number=2)
        entry = Entry.objects.get(person=bruno)
        assert (entry.batch, entry.ballots) == (2, {HALL: 61, GARDEN: 38})
        for words in (HALL, GARDEN):
            services.strike_out(**told, person=bruno, words=words)
        batch(activity, bruno, {HALL: 60, GARDEN: 39}, void=1)
        assert Entry.objects.get(person=bruno).batch == 4
        services.finish(**told, person=bruno, void=0, signed=None, remarks="")
        (box,) = queries.boxes(activity)
        assert box.agreed is not None
        assert (box.agreed.found, box.agreed.void, dict(box.agreed.ballots)) == (205, 1, {HALL: 135, GARDEN: 69})

    def test_who_reads_by_batches_and_who_does_not_may_agree(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity, (anne, bruno) = make_on_paper("Mairie"), two()
        batch(activity, anne, {HALL: 7})
        batch(activity, anne, {HALL: 1, GARDEN: 2}, void=1)
        told = {"activity": activity, "station": "mairie", "person": anne, "at": COUNTING}
        services.finish(**told, void=99, signed=None, remarks="")  # void ones of batches are known already
        read(activity, "mairie", bruno, {HALL: 8, GARDEN: 2}, void=1)
        (box,) = queries.boxes(activity)
        assert (box.progress, box.differences) == (Progress.AGREED, [])

    def test_one_batch_is_read_at_a_time_and_none_is_empty(self, make_on_paper: MakeOnPaper, two: Any) -> None:
        activity, (anne, _bruno) = make_on_paper("Mairie"), two()
        told = {"activity": activity, "station": "mairie", "person": anne, "at": COUNTING}
        with pytest.raises(BatchRefused):
            services.finish_batch(**told, void=0)
        batch(activity, anne, {HALL: 7})
        services.write_down(**told, words=GARDEN, number=1)
        for refused in (
            lambda: services.take_batch_back(**told, number=1),
            lambda: services.finish(**told, void=0, signed=None, remarks=""),
        ):
            with pytest.raises(BatchRefused, match=r"paquet\s2"):
                refused()
        services.take_batch_back(**told, number=9)
        entry = Entry.objects.get()
        assert (entry.ballots, dict(entry.reading.ballots)) == ({GARDEN: 1}, {HALL: 7, GARDEN: 1})


def test_two_who_begin_at_once_are_first_and_second(own_database: Any, request: pytest.FixtureRequest) -> None:
    """And eight at once: two of them read, six are told."""
    make = request.getfixturevalue("make_on_paper")
    activity = make("Mairie")
    people = [make_person(Role.AGENT) for _number in range(8)]

    def begin(person: User) -> None:
        told = {"activity": Activity.objects.get(pk=activity.pk), "station": "mairie", "person": person}
        services.write_down(**told, words=HALL, number=1, at=COUNTING)

    errors = at_once([lambda person=person: begin(person) for person in people])  # type: ignore[misc]
    assert [type(error) for error in errors] == [ReadByTwo] * 6
    assert sorted(Entry.objects.values_list("place", flat=True)) == [1, 2]
