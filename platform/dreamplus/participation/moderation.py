"""Contributions as moderation handles them; their words are told by their kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from dreamplus.moderation import subjects
from dreamplus.moderation.subjects import Shown, uuids
from dreamplus.participation import kinds
from dreamplus.participation.audience import may_read
from dreamplus.participation.enums import Status
from dreamplus.participation.models import Contribution
from dreamplus.participation.services.contributions import (
    SUBJECT,
    hide_contribution,
    hold_contribution,
    show_contribution,
)


def declare() -> None:
    """Called once, when the applications are ready."""
    subjects.register(
        subjects.Subject(
            kind=SUBJECT,
            label=_("Contribution"),
            load=load,
            hide=_hide,
            show=_show,
            hold=_hold,
            accepted=lambda author: Contribution.objects.filter(author=author, status=Status.VISIBLE).count(),
        )
    )


def load(keys: Sequence[str]) -> dict[str, Shown]:
    """Contributions whose kind has words: one query for the rows, and the kind's own for each kind."""
    rows = Contribution.objects.filter(uuid__in=uuids(keys)).select_related("activity", "author")
    by_kind: dict[str, list[Contribution]] = defaultdict(list)
    for row in rows:
        by_kind[row.activity.kind].append(row)
    found: dict[str, Shown] = {}
    for slug, some in by_kind.items():
        words = kinds.get(slug).words
        told = words([one.pk for one in some]) if words else {}
        found |= {str(one.uuid): _shown(one, told[one.pk]) for one in some if one.pk in told}
    return found


def _shown(row: Contribution, told: kinds.Told) -> Shown:
    return Shown(
        title=told.title,
        text=told.text,
        href=told.href,
        author=row.author,
        public=row.is_visible,
        gone=row.status == Status.WITHDRAWN,
        may_read=partial(_may_read, row),
    )


def _may_read(row: Contribution, user: Any) -> bool:
    return may_read(user, row.activity)


def _hide(key: str, *, reason: str, at: datetime) -> None:
    hide_contribution(contribution=_row(key), reason=reason, at=at)


def _show(key: str, *, at: datetime) -> None:
    show_contribution(contribution=_row(key), at=at)


def _hold(key: str, *, at: datetime) -> None:
    hold_contribution(contribution=_row(key))


def _row(key: str) -> Any:
    return Contribution.objects.select_related("activity").get(uuid=key)
