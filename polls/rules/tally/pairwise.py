"""Rankings compared two by two: the Condorcet winner, and Schulze's strongest paths."""

from __future__ import annotations

from polls.rules.tally.election import Election, Marks, is_blank
from polls.rules.tally.outcome import Ballots, Outcome
from polls.rules.tally.sums import stated

Matrix = list[list[int]]


def schulze(election: Election) -> Outcome:
    """By the strongest paths, a duel weighing the ballots of its winner. Equal ranks are allowed; options left out are
    equal among themselves, after the others. Source: M. Schulze, Social Choice and Welfare 36 (2011), winning votes."""
    return _counted("schulze", election)


def condorcet(election: Election) -> Outcome:
    """The option that wins every duel, if there is one (`condorcet_winner`); the ranking is then completed, or decided
    where there is none, by Schulze's strongest paths."""
    return _counted("condorcet", election)


def duels(election: Election) -> tuple[Matrix, Ballots]:
    """For each pair, how many ballots prefer the first to the second."""
    size = len(election.options)
    preferred = [[0] * size for _row in range(size)]
    valid = blank = 0
    for marks, number in election.ballots:
        if is_blank(marks):
            blank += number
            continue
        valid += number
        ranks = _complete(marks)
        for one in range(size):
            row, mine = preferred[one], ranks[one]
            for other in range(size):
                if mine < ranks[other]:
                    row[other] += number
    return preferred, Ballots(valid, blank, 0)


def _complete(marks: Marks) -> list[float]:
    """Ranks as numbers; what is left out comes after everything."""
    return [float("inf") if mark is None else mark for mark in marks]  # type: ignore[misc]  # compared, never added


def _counted(method: str, election: Election) -> Outcome:
    preferred, ballots = duels(election)
    names, size = election.options, len(election.options)
    paths = _strongest_paths(preferred)
    wins = {names[one]: sum(paths[one][other] > paths[other][one] for other in range(size)) for one in range(size)}
    ranking = tuple(tuple(names[one] for one in tier) for tier in _unbeaten(paths))
    beats_all = [
        names[one]
        for one in range(size)
        if size > 1 and all(preferred[one][other] > preferred[other][one] for other in range(size) if other != one)
    ]
    winners = ranking[0] if ballots.valid else ()
    pairs = {
        names[one]: {names[other]: preferred[one][other] for other in range(size) if other != one}
        for one in range(size)
    }
    strengths = {
        names[one]: {names[other]: paths[one][other] for other in range(size) if other != one} for one in range(size)
    }
    more = {"condorcet_winner": beats_all[0] if beats_all else None, "duels": pairs, "paths": strengths}
    return Outcome(method, names, ranking, winners, wins, ballots, ties=stated(ranking), more=more)


def _unbeaten(paths: Matrix) -> list[list[int]]:
    """Those whom no path beats, then those whom none beats among the others, and so on: beating is transitive."""
    left, tiers = list(range(len(paths))), []
    while left:
        tier = [one for one in left if not any(paths[other][one] > paths[one][other] for other in left)]
        tiers.append(tier)
        left = [one for one in left if one not in tier]
    return tiers


def _strongest_paths(preferred: Matrix) -> Matrix:
    """Floyd and Warshall's, on the duels that are won."""
    size = len(preferred)
    paths = [
        [preferred[one][other] if preferred[one][other] > preferred[other][one] else 0 for other in range(size)]
        for one in range(size)
    ]
    for through in range(size):
        middle = paths[through]
        for one in range(size):
            if one == through:
                continue
            row, first = paths[one], paths[one][through]
            for other in range(size):
                if other not in (one, through):
                    row[other] = max(row[other], min(first, middle[other]))
    return paths
