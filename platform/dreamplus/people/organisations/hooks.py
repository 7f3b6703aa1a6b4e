"""What applications above add to an organisation's own page."""

from __future__ import annotations

from collections.abc import Callable

from dreamplus.people.organisations.models import Organisation
from dreamplus.theming.navigation import NavItem

links: list[Callable[[Organisation], list[NavItem]]] = []
"""Links for its delegates: its public page, its certificate."""
