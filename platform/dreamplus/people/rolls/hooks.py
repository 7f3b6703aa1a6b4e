"""What applications above add to a line of a list, at the counter."""

from __future__ import annotations

from collections.abc import Callable

from dreamplus.people.rolls.models import RollLine
from dreamplus.theming.navigation import NavItem

line_links: list[Callable[[RollLine], NavItem]] = []
"""Links for who has found somebody: to help them to take part."""
