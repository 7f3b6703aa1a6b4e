"""What each method promises whatever the ballots: nobody's name counts, no option's place counts, more support never
harms where that is promised, a majority is heard where that is promised."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.rules.tally.election import Election, Marks, group
from polls.rules.tally.methods import METHODS, count

from .elections import drawn_budget, drawn_grades, drawn_rankings, expanded

RANKED = ("irv", "condorcet", "schulze", "stv")
GRADED = ("score", "majority-judgment", "coloured", "points", "quadratic", "approval", "plurality")
BUDGETS = ("greedy-votes", "greedy-cost", "equal-shares")
seeds = st.integers(0, 2**32)


def draw(method: str, seed: int) -> Election:
    chance = Random(seed)
    if method in RANKED:
        return drawn_rankings(chance, seats=2, equal=method in ("schulze", "condorcet"))
    return drawn_budget(chance) if method in BUDGETS else drawn_grades(chance)


def test_every_method_is_tried_here() -> None:
    assert {*RANKED, *GRADED, *BUDGETS} == set(METHODS)


@pytest.mark.parametrize("method", METHODS)
@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_anonymity(method: str, seed: int) -> None:
    """The order of the ballots, and how they are grouped, change nothing."""
    election = draw(method, seed)
    ballots: list[tuple[Marks, int]] = [(marks, 1) for marks in expanded(election)]
    Random(seed).shuffle(ballots)
    other = Election(election.options, tuple(ballots), election.seats, election.costs, election.budget)
    assert count(election, method).as_json() == count(other, method).as_json()


@pytest.mark.parametrize("method", METHODS)
@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_neutrality(method: str, seed: int) -> None:
    """The order of the options changes nothing of who wins."""
    election = draw(method, seed)
    places = list(range(len(election.options)))
    Random(seed).shuffle(places)
    other = Election(
        tuple(election.options[place] for place in places),
        group((tuple(marks[place] for place in places), number) for marks, number in election.ballots),
        election.seats,
        election.costs,
        election.budget,
    )
    assert set(count(election, method).winners) == set(count(other, method).winners)


@pytest.mark.parametrize("method", ["approval", "score", "majority-judgment", "points", "coloured"])
@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_a_better_grade_never_harms(method: str, seed: int) -> None:
    """Monotonicity: one ballot gives the winner more, and it still wins."""
    election = draw(method, seed)
    before = count(election, method)
    if not before.winners:
        return
    winner = before.winners[0]
    place, chance = election.options.index(winner), Random(seed)
    ballots = expanded(election)
    graded = [at for at, marks in enumerate(ballots) if marks[place] is not None]
    if not graded:
        return
    at = chance.choice(graded)
    better = list(ballots[at])
    better[place] = (better[place] or 0) + 1
    changed = [*ballots[:at], tuple(better), *ballots[at + 1 :]]
    after = count(Election(election.options, group((marks, 1) for marks in changed)), method)
    assert winner in after.winners


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_a_better_rank_never_harms_in_schulze(seed: int) -> None:
    election = draw("schulze", seed)
    winner = count(election, "schulze").winners[0]
    place = election.options.index(winner)
    ballots = expanded(election)
    at = Random(seed).randrange(len(ballots))
    first: Marks = tuple(0 if option == place else mark for option, mark in enumerate(ballots[at]))
    changed = [*ballots[:at], first, *ballots[at + 1 :]]
    assert winner in count(Election(election.options, group((marks, 1) for marks in changed)), "schulze").winners


@pytest.mark.parametrize("method", ["irv", "condorcet", "schulze", "plurality", "stv"])
@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_a_majority_is_heard(method: str, seed: int) -> None:
    """What more than half put first, alone, wins."""
    chance = Random(seed)
    election = drawn_rankings(chance)
    favourite = chance.randrange(len(election.options))
    if method == "plurality":
        alone: Marks = tuple(1 if place == favourite else None for place in range(len(election.options)))
    else:
        alone = tuple(0 if place == favourite else 2 for place in range(len(election.options)))
        alone = tuple(rank if place == favourite else place + 1 for place, rank in enumerate(alone))
    others = sum(number for _marks, number in election.ballots)
    more = Election(election.options, group([*election.ballots, (alone, others + 1)]))
    assert count(more, method).winners == (election.options[favourite],)


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_a_budget_is_never_exceeded(seed: int) -> None:
    for method in BUDGETS:
        election = draw(method, seed)
        outcome = count(election, method)
        assert outcome.spent is not None
        assert outcome.spent <= (election.budget or 0)
        assert outcome.spent == sum(election.costs[name] for name in outcome.winners)


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_a_seat_is_never_given_twice(seed: int) -> None:
    election = draw("stv", seed)
    outcome = count(election, "stv")
    assert len(set(outcome.winners)) == len(outcome.winners) <= election.seats
    for step in outcome.rounds:
        assert sum(step["totals"].values()) <= outcome.ballots.valid
    assert {name for tier in outcome.ranking for name in tier} == set(election.options)


def test_clones_and_plurality() -> None:
    """Documented: two options alike share their votes by plurality, not by Schulze's."""
    alone = Election(("a", "b"), ((((1), 2), 6), (((2), 1), 4)))
    alike = Election(("a", "a2", "b"), (((1, 2, 3), 3), ((2, 1, 3), 3), ((3, 2, 1), 4)))
    firsts = Election(
        alike.options, tuple((tuple(1 if mark == 1 else None for mark in m), n) for m, n in alike.ballots)
    )
    assert count(alone, "schulze").winners == ("a",)
    assert set(count(alike, "schulze").winners) <= {"a", "a2"}
    assert count(firsts, "plurality").winners == ("b",)
