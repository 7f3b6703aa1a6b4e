"""What may be commented on: declared here, filled by the applications that own the things. Anything else: refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from dreamplus.moderation.enums import Mode
from dreamplus.participation.audience import Refusal


def _after(thing: Any) -> str:
    """Where nobody says otherwise, comments are read after."""
    return Mode.AFTER


@dataclass(frozen=True)
class Target:
    """How things of one model are commented on.

    `may_read(user, thing)`: whether the thing, hence its comments, is shown to that person.
    `refusal(user, thing)`: None when that person may comment; otherwise why not, and what to do.
    `moderation(thing)`: when comments are read (`moderation.enums.Mode`).
    `reads`: relations that these functions follow, read with the thing.
    `href(thing)`: the page under which the comments stand.
    `subject(thing)`: what people follow to hear of them (`notifications.subjects`); None: nobody is told.
    """

    model: type[models.Model]
    may_read: Callable[[Any, Any], bool]
    refusal: Callable[[Any, Any], Refusal | None]
    href: Callable[[Any], str]
    title: Callable[[Any], str]
    subject: Callable[[Any], str] | None = None
    moderation: Callable[[Any], str] = _after
    reads: tuple[str, ...] = ()


_targets: dict[type[models.Model], Target] = {}


def register(target: Target) -> None:
    """Declares that things of that model carry comments."""
    _targets[target.model] = target


def target_of(thing: models.Model) -> Target | None:
    """The rules of the thing's own class, or None: nothing is commented on by default."""
    return _targets.get(type(thing))


def find(content_type_id: int, pk: str) -> tuple[Target, models.Model] | None:
    """The thing of that type and key with its rules; None when it does not exist or carries no comments."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    target = _targets.get(model) if model else None
    if target is None:
        return None
    thing = target.model._default_manager.filter(pk=pk).first()
    return (target, thing) if thing else None


def find_many(wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], tuple[Target, models.Model]]:
    """`find` for many: one query for each kind of thing."""
    keys: dict[int, set[str]] = defaultdict(set)
    for content_type_id, pk in wanted:
        keys[content_type_id].add(pk)
    found: dict[tuple[int, str], tuple[Target, models.Model]] = {}
    for content_type_id, pks in keys.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        target = _targets.get(model) if model else None
        if target is not None:
            rows = target.model._default_manager.filter(pk__in=pks).select_related(*target.reads)
            found |= {(content_type_id, str(thing.pk)): (target, thing) for thing in rows}
    return found
