"""The line of a process: its activities and its milestones in the order of time, each done, now or next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

State = Literal["done", "now", "next"]
FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class Step:
    """One activity of the process. `opens_at` and `closes_at` are aware; None means not decided yet."""

    label: str
    opens_at: datetime | None
    closes_at: datetime | None
    href: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Milestone:
    """Something that happens elsewhere (a council, works). `when` is what people read, `on` is what sorts. `done`:
    whether it has happened, where its day does not tell."""

    label: str
    when: str
    on: date | None = None
    href: str = ""
    done: bool | None = None


@dataclass(frozen=True)
class Mark:
    """A place on the line, ready to be drawn."""

    label: str
    detail: str
    state: State
    href: str = ""


def step_state(step: Step, at: datetime) -> State:
    if step.closes_at is not None and step.closes_at <= at:
        return "done"
    if step.opens_at is not None and step.opens_at <= at:
        return "now"
    return "next"


def milestone_state(milestone: Milestone, today: date) -> State:
    """A milestone without a date has not happened; on its own day it is happening. What should have happened and has
    not is happening still."""
    if milestone.done is not None:
        return "done" if milestone.done else "now" if milestone.on and milestone.on <= today else "next"
    if milestone.on is None or milestone.on > today:
        return "next"
    return "now" if milestone.on == today else "done"


def draw(steps: Iterable[Step], milestones: Sequence[Milestone], at: datetime) -> list[Mark]:
    """Marks in the order of time; what has no date comes last, in the order given.

    Dates are compared in the time zone of `at`.
    """
    marks: list[tuple[date, int, Mark]] = []
    for step in steps:
        day = step.opens_at.astimezone(at.tzinfo).date() if step.opens_at else FAR
        marks.append((day, 0, Mark(step.label, step.detail, step_state(step, at), step.href)))
    for milestone in milestones:
        mark = Mark(milestone.label, milestone.when, milestone_state(milestone, at.date()), milestone.href)
        marks.append((milestone.on or FAR, 1, mark))
    marks.sort(key=lambda entry: entry[:2])
    return [mark for _, _, mark in marks]
