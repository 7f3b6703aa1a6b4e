"""The methods that a poll may use, and the kind of ballot that each one asks for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Method(StrEnum):
    """How people choose and how it is counted. A value never changes: activities, results and files hold it."""

    SINGLE = "single"
    SEVERAL = "several"
    YES_NO = "yes-no"
    SCORE = "score"
    JUDGMENT = "majority-judgment"
    COLOURED = "coloured"
    IRV = "irv"
    CONDORCET = "condorcet"
    STV = "stv"
    POINTS = "points"
    QUADRATIC = "quadratic"


class Kind(StrEnum):
    """What a ballot bears: options, a grade for each, an order, or a number of points for each."""

    CHOICES = "choices"
    GRADES = "grades"
    RANKING = "ranking"
    POINTS = "points"


KINDS: Mapping[Method, Kind] = {
    Method.SINGLE: Kind.CHOICES,
    Method.SEVERAL: Kind.CHOICES,
    Method.YES_NO: Kind.CHOICES,
    Method.SCORE: Kind.GRADES,
    Method.JUDGMENT: Kind.GRADES,
    Method.COLOURED: Kind.GRADES,
    Method.IRV: Kind.RANKING,
    Method.CONDORCET: Kind.RANKING,
    Method.STV: Kind.RANKING,
    Method.POINTS: Kind.POINTS,
    Method.QUADRATIC: Kind.POINTS,
}

DRAWN = frozenset({Method.IRV, Method.STV})
"""Methods that must put equal options in an order to go on."""

HIGHEST_GRADE = 5
"""Majority judgment: six grades, from 0 (to be rejected) to 5. The coloured vote: five colours, from 1 to 5."""
NO_OPINION = 0
"""What a coloured ballot bears for an option on which the person has no opinion; an option without answer is left out.
"""
