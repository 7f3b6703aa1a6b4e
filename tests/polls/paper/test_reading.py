"""Each box is read by two people, and a difference stops the count."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries, services
from dreamplus.participation.paper.errors import Finished, NotAgreed, NotYet, ReadByTwo
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
