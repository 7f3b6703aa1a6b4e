"""What applications above hear from `people`; filled in their `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.http import HttpRequest, HttpResponse

from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.theming.navigation import NavItem


class RolesChanged(Protocol):
    """Called in the transaction that changed the roles; must be idempotent."""

    def __call__(self, *, user: User, roles: frozenset[Role]) -> None: ...


class AccountErased(Protocol):
    """Called at the end of the transaction that erases, before the account itself is deleted."""

    def __call__(self, *, user: User, words_too: bool, at: datetime) -> None: ...


@dataclass(frozen=True)
class Deed:
    """Something that an assistant published in the name of an elected official."""

    title: str
    href: str
    at: datetime


deeds_of_assistants: list[Callable[[User], list[Deed]]] = []
"""What was done in the name of that official; filled by the applications in which something can be done."""

account_erased: list[AccountErased] = []
roles_changed: list[RolesChanged] = []
account_notes: list[Callable[[User], str]] = []
"""A few words beside “My account”, in the head of every page of who is signed in; "" for none. Remember them."""

instead_of_account: list[Callable[[HttpRequest], NavItem | None]] = []
"""What stands where the link to one's account would, for the requests it answers."""

before_sign_in: list[Callable[[HttpRequest, User], HttpResponse | None]] = []
"""Asked before any sign-in; an answer is shown instead, and nobody is signed in."""

account_links: list[Callable[[User], list[NavItem]]] = []
"""Further links of a person's own first page."""
