"""What applications above hear from `people`; filled in their `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.theming.navigation import NavItem


class RolesChanged(Protocol):
    """Called in the transaction that changed the roles; must be idempotent."""

    def __call__(self, *, user: User, roles: frozenset[Role]) -> None: ...


class AccountErased(Protocol):
    """Called at the end of the transaction that erases, before the account itself is deleted."""

    def __call__(self, *, user: User, words_too: bool, at: datetime) -> None: ...


account_erased: list[AccountErased] = []
roles_changed: list[RolesChanged] = []
account_notes: list[Callable[[User], str]] = []
"""A few words beside “My account”, in the head of every page of who is signed in; "" for none. Remember them."""

account_links: list[Callable[[User], list[NavItem]]] = []
"""Further links of a person's own first page."""
