"""Each method against other people's: on drawn elections with many equalities. `--long` draws two thousand of each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random
from statistics import fmean, median
from typing import Any

import pyrankvote
import pytest
from votelib.convert import RankedToCondorcetVotes, ScoreToSimpleVotes
from votelib.evaluate.cardinal import MajorityJudgment
from votelib.evaluate.condorcet import CondorcetWinner, Schulze
from votelib.evaluate.sequential import TransferableVoteSelector

from polls.rules.tally.election import Election, Marks, ranking_of
from polls.rules.tally.methods import count

from .elections import drawn_budget, drawn_grades, drawn_rankings, expanded

MANY = [pytest.param(2000, marks=pytest.mark.long), 100]
BUDGETS = 1_500
"""Drawn under `--long`, so that five hundred without equalities are compared."""


def elections(number: int, draw: Any, **how: Any) -> Iterator[Election]:
    chance = Random(2027)
    for _election in range(number):
        yield draw(chance, **how)


def in_votelib(election: Election) -> dict[Any, int]:
    """Ranked votes: tuples of names, sets of equal ones."""
    votes: dict[Any, int] = {}
    for marks, number in election.ballots:
        tiers = [[election.options[place] for place in tier] for tier in ranking_of(marks)]
        key = tuple(tier[0] if len(tier) == 1 else frozenset(tier) for tier in tiers)
        votes[key] = votes.get(key, 0) + number
    return votes


def in_pyrankvote(election: Election) -> tuple[list[Any], list[Any]]:
    people = {name: pyrankvote.Candidate(name) for name in election.options}
    ballots = [
        pyrankvote.Ballot([people[election.options[tier[0]]] for tier in ranking_of(marks)])
        for marks in expanded(election)
    ]
    return list(people.values()), ballots


@pytest.mark.parametrize("number", MANY)
def test_schulze_and_condorcet(number: int) -> None:
    """votelib's, and the definition written out: a winner is beaten by no path."""
    with_winner = 0
    for election in elections(number, drawn_rankings, equal=True, complete=True):
        ours = count(election, "schulze")
        pairs = RankedToCondorcetVotes().convert(in_votelib(election))
        assert {name for name in election.options if _unbeaten(election, name)} == set(ours.winners)
        winner = CondorcetWinner().evaluate(pairs) if pairs else []
        told = count(election, "condorcet").more["condorcet_winner"]
        if winner:
            with_winner += 1
            assert winner == [told] == list(ours.winners)
        else:
            assert told is None
        if len(ours.winners) == 1 and pairs:
            assert _names(Schulze().evaluate(pairs, 1)) >= set(ours.winners)
    assert with_winner > number // 3


def _names(found: list[Any]) -> set[str]:
    return {name for one in found for name in (one if isinstance(one, (set, frozenset, tuple, list)) else [one])}


def _unbeaten(election: Election, name: str) -> bool:
    """By Schulze's own definition, on ballots one by one: paths of at least that strength, found by search."""
    options = election.options

    def prefers(marks: Marks, one: int, other: int) -> bool:
        mine, theirs = marks[one], marks[other]
        return mine is not None and (theirs is None or mine < theirs)

    ballots = expanded(election)
    duel = {
        (one, other): sum(prefers(marks, one, other) for marks in ballots)
        for one in range(len(options))
        for other in range(len(options))
        if one != other
    }

    def strength(start: int, end: int) -> int:
        for wanted in sorted({value for pair, value in duel.items() if value > duel[pair[1], pair[0]]}, reverse=True):
            seen, border = {start}, [start]
            while border:
                here = border.pop()
                for there in range(len(options)):
                    if there in seen or here == there:
                        continue
                    if duel[here, there] > duel[there, here] and duel[here, there] >= wanted:
                        seen.add(there)
                        border.append(there)
            if end in seen:
                return wanted
        return 0

    me = options.index(name)
    return all(strength(me, other) >= strength(other, me) for other in range(len(options)) if other != me)


@pytest.mark.parametrize("number", MANY)
def test_instant_runoff(number: int) -> None:
    compared = 0
    for election in elections(number, drawn_rankings):
        ours = count(election, "irv")
        if ours.ties:
            continue  # they draw by chance
        compared += 1
        candidates, ballots = in_pyrankvote(election)
        theirs = pyrankvote.instant_runoff_voting(candidates, ballots).get_winners()
        assert [one.name for one in theirs] == list(ours.winners)
        with contextlib.suppress(NotImplementedError):  # raised on eliminations that are equal
            votelib = TransferableVoteSelector(quota_function="droop", transferer="Gregory", mandatory_quota=False)
            assert _names(votelib.evaluate(in_votelib(election), 1)) == set(ours.winners)
    assert compared > number // 4


@pytest.mark.parametrize("number", MANY)
def test_single_transferable_vote(number: int) -> None:
    """votelib’s in every election; pyrankvote’s but for a few, since it moves all surpluses of a round at once."""
    compared = agreed = 0
    votelib = TransferableVoteSelector(quota_function="droop", transferer="Gregory")
    for election in elections(number, drawn_rankings, seats=2, complete=True):
        ours = count(election, "stv")
        if ours.ties or len(election.options) <= 2:
            continue
        compared += 1
        with contextlib.suppress(NotImplementedError):  # raised on eliminations that are equal
            assert _names(votelib.evaluate(in_votelib(election), 2)) == set(ours.winners), election
        candidates, ballots = in_pyrankvote(election)
        theirs = pyrankvote.single_transferable_vote(candidates, ballots, 2).get_winners()
        agreed += {one.name for one in theirs} == set(ours.winners)
    assert compared > number // 3
    assert agreed > 0.95 * compared


@pytest.mark.parametrize("number", MANY)
def test_majority_judgment(number: int) -> None:
    """The rule read off the definition, a ballot at a time; votelib’s winner where one grade is the highest alone, as
    it breaks equal ones by a shortcut."""
    for election in elections(number, drawn_grades, missing=False):
        ours = count(election, "majority-judgment")
        ballots = expanded(election)
        values = {
            name: _by_definition([marks[place] for marks in ballots]) for place, name in enumerate(election.options)
        }
        assert [set(tier) for tier in ours.ranking] == _tiers(values)
        medians = [told["median"] for told in ours.totals.values()]
        if medians.count(max(medians)) == 1:
            assert _names(MajorityJudgment().evaluate(_as_score_votes(election), 1)) == set(ours.winners), election


def _tiers(values: dict[str, list[Any]]) -> list[set[str]]:
    found: list[set[str]] = []
    for value in sorted({tuple(one) for one in values.values()}, reverse=True):
        found.append({name for name, one in values.items() if tuple(one) == value})
    return found


def _by_definition(grades: list[Any]) -> list[Any]:
    """Takes the lower median away again and again."""
    left, values = sorted(grades), []
    while left:
        values.append(left.pop((len(left) - 1) // 2))
    return values


def _as_score_votes(election: Election, *, skipped: tuple[Any, ...] = (None,)) -> dict[Any, int]:
    """What ballots give; marks in `skipped` give nothing."""
    votes: dict[Any, int] = {}
    for marks, number in election.ballots:
        pairs = zip(election.options, marks, strict=True)
        key = frozenset((name, mark) for name, mark in pairs if mark not in skipped)
        votes[key] = votes.get(key, 0) + number
    return votes


def in_pabutools(election: Election) -> tuple[Any, Any]:
    """Its instance and its profile; blank ballots are no voters."""
    from pabutools.election import ApprovalBallot, ApprovalProfile, Instance, Project

    projects = {name: Project(name, int(election.costs[name])) for name in election.options}
    instance = Instance(projects.values(), budget_limit=int(election.budget or 0))
    ballots = [
        ApprovalBallot([projects[name] for name, mark in zip(election.options, marks, strict=True) if mark])
        for marks in expanded(election)
        if any(marks)
    ]
    return instance, ApprovalProfile(ballots)


@pytest.mark.parametrize("number", MANY)
@pytest.mark.parametrize("utility", ["cost", "cardinality"])
@pytest.mark.parametrize("completion", ["none", "add1"])
def test_equal_shares(number: int, utility: str, completion: str) -> None:
    from pabutools.election import Cardinality_Sat, Cost_Sat
    from pabutools.fractions import frac
    from pabutools.rules import method_of_equal_shares

    compared = 0
    for election in elections(min(number, BUDGETS), drawn_budget):
        ours = count(election, "equal-shares", utility=utility, completion=completion, step=50)
        if ours.ties or not ours.ballots.valid:
            continue
        compared += 1
        instance, profile = in_pabutools(election)
        theirs = method_of_equal_shares(
            instance,
            profile,
            sat_class=Cost_Sat if utility == "cost" else Cardinality_Sat,
            voter_budget_increment=frac(50) if completion == "add1" else None,
        )
        assert {project.name for project in theirs} == set(ours.winners), election
    assert compared > min(number, BUDGETS) // 3


@pytest.mark.parametrize("number", MANY)
@pytest.mark.parametrize("by_cost", [False, True], ids=["votes", "votes per euro"])
def test_greedy(number: int, by_cost: bool) -> None:
    from pabutools.election import Cardinality_Sat, Cost_Sat
    from pabutools.rules import greedy_utilitarian_welfare

    compared = 0
    for election in elections(5 * number // 2, drawn_budget):  # equal votes are frequent: those are left out
        ours = count(election, "greedy-cost" if by_cost else "greedy-votes")
        if ours.ties:
            continue
        compared += 1
        instance, profile = in_pabutools(election)
        # Greedy by satisfaction for each unit of cost: with cost as satisfaction it is greedy by votes.
        theirs = greedy_utilitarian_welfare(instance, profile, sat_class=Cardinality_Sat if by_cost else Cost_Sat)
        supported = {project.name for project in theirs} & {name for name, votes in ours.totals.items() if votes}
        assert supported == set(ours.winners), election
    assert compared > number // 4


@pytest.mark.parametrize("number", MANY)
def test_sums(number: int) -> None:
    """Plurality, approval, scores, points: added up ballot by ballot."""
    for election in elections(number, drawn_grades, most=1):
        ballots = expanded(election)
        ours = count(election, "approval")
        for place, name in enumerate(election.options):
            assert ours.totals[name] == sum(1 for marks in ballots if marks[place])
        single = count(election, "plurality")
        for place, name in enumerate(election.options):
            alone = [marks for marks in ballots if sum(1 for mark in marks if mark) == 1]
            assert single.totals[name] == sum(1 for marks in alone if marks[place])
        assert single.ballots.valid + single.ballots.blank + single.ballots.invalid == len(ballots)
    for election in elections(number, drawn_grades):
        ballots = expanded(election)
        scores, points = count(election, "score", by="mean"), count(election, "points")
        for place, name in enumerate(election.options):
            given = [marks[place] for marks in ballots if marks[place] is not None]
            assert scores.totals[name]["sum"] == points.totals[name] == sum(given)  # type: ignore[arg-type]
            mean = scores.totals[name]["mean"]
            assert mean == (Fraction(sum(given), len(given)) if given else None)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", MANY)
@pytest.mark.parametrize(("by", "function"), [("sum", "sum"), ("mean", "mean"), ("median", "median_low")])
def test_scores(number: int, by: str, function: str) -> None:
    """Values and order as votelib’s; an option that nobody graded has none there."""
    for election in elections(number, drawn_grades):
        theirs = ScoreToSimpleVotes(function=function).convert(_as_score_votes(election))
        ours = count(election, "score", by=by)
        assert {name: told[by] for name, told in ours.totals.items() if told["graded"]} == theirs, election
        if len(theirs) == len(election.options):
            assert [set(tier) for tier in ours.ranking] == _best_first(theirs)


@pytest.mark.parametrize("number", MANY)
@pytest.mark.parametrize("method", ["points", "quadratic"])
def test_points(number: int, method: str) -> None:
    """Sums as votelib’s, over the ballots that keep within their credits; those that do not are invalid."""
    credits, power, invalid = 9, 2 if method == "quadratic" else 1, 0
    for election in elections(number, drawn_grades):
        ours = count(election, method, credits=credits)
        allowed = [
            (marks, copies)
            for marks, copies in election.ballots
            if sum((mark or 0) ** power for mark in marks) <= credits
        ]
        theirs = ScoreToSimpleVotes(function="sum").convert(_as_score_votes(replace(election, ballots=tuple(allowed))))
        assert ours.totals == dict.fromkeys(election.options, 0) | theirs, election
        assert [set(tier) for tier in ours.ranking] == _best_first(ours.totals)
        invalid += ours.ballots.invalid
        assert ours.ballots.invalid == sum(n for _marks, n in election.ballots) - sum(n for _marks, n in allowed)
    assert invalid > number


@pytest.mark.parametrize("number", MANY)
def test_the_coloured_vote(number: int) -> None:
    """Means as votelib’s, without those who have no opinion; consensus from the median of the standard library."""
    for election in elections(number, drawn_grades, most=5):
        ours = count(election, "coloured", no_opinion=0)
        theirs = ScoreToSimpleVotes(function="mean").convert(_as_score_votes(election, skipped=(None, 0)))
        told = {name: value["mean"] for name, value in ours.totals.items()}
        assert {name: mean for name, mean in told.items() if mean is not None} == theirs, election
        if len(theirs) == len(election.options):
            assert [set(tier) for tier in ours.ranking] == _best_first(theirs)
        ballots = [marks for marks in expanded(election) if any(mark is not None for mark in marks)]
        said = [mark for marks in ballots for mark in marks if mark]
        for place, name in enumerate(election.options):
            given = [Fraction(mark) for marks in ballots if (mark := marks[place])]
            assert told[name] is None or fmean(given) == pytest.approx(float(told[name]))
            if len(set(said)) > 1 and given:
                half = Fraction(int(max(said)) - int(min(said)), 2)
                distance = Fraction(sum(abs(mark - median(given)) for mark in given), len(given))
                assert ours.totals[name]["consensus"] == 1 - distance / half


def _best_first(values: dict[str, Any]) -> list[set[str]]:
    """The largest value first, equal ones together."""
    return [{name for name, held in values.items() if held == value} for value in sorted(set(values.values()))[::-1]]
