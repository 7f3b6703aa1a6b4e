"""Two readings of a box, compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dreamplus.participation.paper.rules import Difference, Progress, Reading, What, differences, progress

SAID = some.dictionaries(some.sampled_from(["", "halle", "jardin", "halle=1 jardin=2"]), some.integers(1, 50))
READINGS = some.builds(Reading, SAID, some.integers(0, 3), some.none() | some.integers(0, 3))


def test_each_difference_is_named_with_both_numbers() -> None:
    first = Reading({"halle": 12, "": 2}, void=1, signed=15)
    second = Reading({"halle": 11, "jardin": 1, "": 2}, void=0, signed=None)
    assert differences(first, second) == [
        Difference(What.BALLOTS, "halle", 12, 11),
        Difference(What.BALLOTS, "jardin", 0, 1),
        Difference(What.VOID, "", 1, 0),
        Difference(What.SIGNED, "", 15, None),
    ]


def test_a_box_is_done_when_two_find_the_same() -> None:
    one, other = Reading({"halle": 3}), Reading({"halle": 4})
    assert [progress([]), progress([one])] == [Progress.WAITS, Progress.ONE]
    assert [progress([one, other]), progress([one, one])] == [Progress.DIFFERS, Progress.AGREED]
    with pytest.raises(ValueError, match="two people"):
        progress([one, one, one])


def test_void_ballots_are_in_the_box() -> None:
    assert Reading({"halle": 3, "": 1}, void=2).found == 6


@given(READINGS, READINGS)
def test_nothing_differs_exactly_when_the_readings_are_the_same(first: Reading, second: Reading) -> None:
    assert (differences(first, second) == []) == (first == second)
    mirrored = [Difference(one.what, one.words, one.second, one.first) for one in differences(second, first)]
    assert differences(first, second) == mirrored
