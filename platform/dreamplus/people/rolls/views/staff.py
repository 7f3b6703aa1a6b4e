"""What the views of the staff share."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from dreamplus.core import access, clock
from dreamplus.people.doors import staff_required
from dreamplus.people.models import User
from dreamplus.people.permissions import roles_of
from dreamplus.people.roles import Permission, allows
from dreamplus.people.rolls.models import Roll

View = Callable[..., HttpResponseBase]


def door(permission: Permission) -> Callable[[View], View]:
    """A guarded view that no cache keeps: it may show a person."""

    def decorate(view: View) -> View:
        return never_cache(staff_required(permission)(view))

    return decorate


def person(request: HttpRequest) -> User:
    """The agent; views stand behind `door`."""
    assert isinstance(request.user, User)  # noqa: S101 - tells the type checker what the door made sure of
    return request.user


def role_of(user: User, permission: Permission) -> str:
    """The role by which `user` may do it: what is kept instead of their name."""
    return min(role.value for role in roles_of(user) if allows(role, permission))


def found_roll(uuid: UUID) -> Roll:
    return get_object_or_404(Roll, uuid=uuid)


def has_read(request: HttpRequest, what: str, subject: str) -> None:
    """Writes down that the agent read personal data of a list."""
    access.log(actor=person(request), purpose=f"rolls.read.{what}", subject=subject, at=clock.now())
