"""Comments as moderation handles them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from deliberation.comments import services, targets
from deliberation.comments.models import Comment
from dreamplus.moderation import subjects
from dreamplus.moderation.subjects import Shown, uuids
from dreamplus.participation.enums import Status


def declare() -> None:
    """Called once, when the applications are ready."""
    subjects.register(
        subjects.Subject(
            kind=services.SUBJECT,
            label=_("Comment"),
            load=load,
            hide=_hide,
            show=_show,
            hold=_hold,
            accepted=lambda author: Comment.norel_objects.filter(user=author, status=Status.VISIBLE).count(),
        )
    )


def load(keys: Sequence[str]) -> dict[str, Shown]:
    """One query for the comments, and one for each kind of thing they stand under."""
    rows = list(Comment.norel_objects.filter(uuid__in=uuids(keys)).select_related("user"))
    things = targets.find_many({(row.content_type_id, row.object_pk) for row in rows})
    found = {}
    for row in rows:
        target, thing = things.get((row.content_type_id, row.object_pk), (None, None))
        if target is None or thing is None:
            continue
        found[str(row.uuid)] = Shown(
            title=target.title(thing),
            text=row.comment,
            href=f"{target.href(thing)}?fil={row.thread_id}#{row.anchor}",
            author=row.user,
            public=row.is_visible,
            gone=row.status == Status.WITHDRAWN,
            may_read=partial(_may_read, target, thing),
        )
    return found


def _may_read(target: targets.Target, thing: Any, user: Any) -> bool:
    return target.may_read(user, thing)


def _hide(key: str, *, reason: str, at: datetime) -> None:
    services.hide(comment=_row(key), reason=reason, at=at)


def _show(key: str, *, at: datetime) -> None:
    services.show(comment=_row(key), at=at)


def _hold(key: str, *, at: datetime) -> None:
    services.hold(comment=_row(key), at=at)


def _row(key: str) -> Comment:
    return Comment.norel_objects.get(uuid=key)
