"""What waits for an agent: panels that applications declare, drawn together on the home page of the staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from dreamplus.people.roles import Permission


@dataclass(frozen=True)
class Row:
    """One thing to look at."""

    label: str
    href: str
    detail: str = ""


@dataclass(frozen=True)
class Panel:
    """`number` counts everything, `rows` are the first of it; `href` shows all."""

    title: str | Promise
    number: int
    rows: list[Row] = field(default_factory=list)
    href: str = ""
    action: str | Promise = ""
    empty: str | Promise = ""


@dataclass(frozen=True)
class Declared:
    """Who may see a panel, and how it is built."""

    permission: Permission
    build: Callable[[datetime], Panel | None]
    order: int = 0


_declared: list[Declared] = []


def register(permission: Permission, build: Callable[[datetime], Panel | None], order: int = 0) -> None:
    """Declares a panel. `build(at)` reads a bounded number of rows; None: nothing to tell."""
    entry = Declared(permission, build, order)
    if entry not in _declared:
        _declared.append(entry)
        _declared.sort(key=lambda one: one.order)


def panels(allowed: Callable[[Permission], bool], at: datetime) -> list[Panel]:
    """The panels somebody may see, in order."""
    built = (one.build(at) for one in _declared if allowed(one.permission))
    return [panel for panel in built if panel is not None]
