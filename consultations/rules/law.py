"""What the law asks of a process, by its type (CRPA L131-1; code de l'environnement L123-19-1). Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class ProcessType(StrEnum):
    """What a collectivité opens. More come with the steps that they need."""

    CONSULTATION = "consultation"
    ENVIRONMENT = "environment"
    SURVEY = "survey"
    ADVISORY_VOTE = "advisory-vote"


@dataclass(frozen=True)
class Law:
    """`least_days`: whole days from the opening of each step to its closing. `before_decision`: days from the last
    closing to the decision, whose day must be told. `documents`: what people are consulted on must be there. `step`:
    the kind of activity without which it is not what it says. `reasons`: those of the decision stand beside the result,
    which stays on line for three months."""

    source: str
    least_days: int = 0
    before_decision: int = 0
    documents: bool = False
    step: str = ""
    reasons: bool = False


LAWS = {
    ProcessType.CONSULTATION: Law("CRPA L131-1"),
    ProcessType.ENVIRONMENT: Law("C. env. L123-19-1", least_days=21, before_decision=4, documents=True, reasons=True),
    ProcessType.SURVEY: Law("CRPA L131-1", step="survey"),
    ProcessType.ADVISORY_VOTE: Law("CRPA L131-1", step="poll"),
}


class Demand(StrEnum):
    """One thing that the law asks."""

    SUMMARY = "summary"
    COMMITMENT = "commitment"
    STEP = "step"
    DATES = "dates"
    DOCUMENTS = "documents"
    TIME = "time"
    DECISION = "decision"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Asked:
    """A demand, and whether it is met. `detail`: the steps that have no closing or are too short, or the first day that
    will do."""

    demand: Demand
    met: bool
    detail: str = ""


@dataclass(frozen=True)
class Planned:
    """A step as it is planned. `opens_at` None: when the process opens."""

    kind: str
    title: str
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Told:
    """What a process says of itself, as the law looks at it."""

    has_summary: bool
    has_commitment: bool
    documents: int
    decided_on: date | None
    steps: Sequence[Planned]
    outcome_by: date | None = None


def asked(kind: ProcessType, told: Told, at: datetime) -> list[Asked]:
    """Every demand of that type, met or not, in the order in which a person meets them. `at`: the opening, where none
    is planned; days are those of its time zone."""
    law = LAWS[kind]
    steps = [step for step in told.steps if not law.step or step.kind == law.step]
    found = [
        Asked(Demand.SUMMARY, told.has_summary),
        Asked(Demand.COMMITMENT, told.has_commitment),
        Asked(Demand.STEP, bool(steps)),
        Asked(
            Demand.DATES, all(step.closes_at for step in told.steps), _named(told.steps, lambda one: not one.closes_at)
        ),
    ]
    if law.documents:
        found.append(Asked(Demand.DOCUMENTS, told.documents > 0))
    if law.least_days:
        short = _named(told.steps, lambda one: not is_long_enough(one, law.least_days, at))
        found.append(Asked(Demand.TIME, bool(told.steps) and not short, short))
    if law.before_decision:
        first = first_day_of_decision(told.steps, law.before_decision, at)
        met = told.decided_on is not None and (first is None or told.decided_on >= first)
        found.append(Asked(Demand.DECISION, met, first.isoformat() if first else ""))
    last = first_day_of_decision(told.steps, 0, at)
    late = last is not None and told.outcome_by is not None and told.outcome_by < last
    found.append(Asked(Demand.OUTCOME, not late, last.isoformat() if last and late else ""))
    return found


def _named(steps: Sequence[Planned], of: Callable[[Planned], bool]) -> str:
    return ", ".join(step.title for step in steps if of(step))


def is_long_enough(step: Planned, days: int, at: datetime) -> bool:
    """Whether people have `days` whole days. Whether it has a closing is another demand."""
    opens = step.opens_at if step.opens_at is not None and step.opens_at > at else at
    return step.closes_at is None or step.closes_at - opens >= timedelta(days=days)


def first_day_of_decision(steps: Sequence[Planned], days: int, at: datetime) -> date | None:
    """`days` after the day of the last closing; None while no closing is planned."""
    closings = [step.closes_at for step in steps if step.closes_at is not None]
    return max(closings).astimezone(at.tzinfo).date() + timedelta(days=days) if closings else None
