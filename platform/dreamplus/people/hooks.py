"""What applications above hear from `people`; filled in their `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.theming.navigation import NavItem


class RolesChanged(Protocol):
    """Called in the transaction that changed the roles; must be idempotent."""

    def __call__(self, *, user: User, roles: frozenset[Role]) -> None: ...


roles_changed: list[RolesChanged] = []
account_notes: list[Callable[[User], str]] = []
"""A few words beside “My account”, in the head of every page of who is signed in; "" for none. Remember them."""

account_links: list[Callable[[User], list[NavItem]]] = []
"""Further links of a person's own first page."""
