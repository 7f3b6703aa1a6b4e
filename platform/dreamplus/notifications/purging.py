"""Letters and notices are forgotten after a time, at night, in short transactions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dreamplus.notifications.models import Letter, Notice
from dreamplus.people import retention
from dreamplus.people.rules.retention import kept_for

AT_ONCE = 500
Due = Callable[[datetime], QuerySet[Any]]


def register() -> None:
    """Called once, when the applications are ready."""
    retention.register(retention.Purge("letters", "letter", _("letters sent"), _count(_letters), _deletion(_letters)))
    retention.register(retention.Purge("notices", "notice", _("notices"), _count(_notices), _deletion(_notices)))


def _count(due: Due) -> Callable[[datetime], int]:
    return lambda at: due(at).count()


def _deletion(due: Due) -> Callable[[datetime], int]:
    return lambda at: _delete(due(at))


def _letters(at: datetime) -> QuerySet[Any]:
    return Letter.objects.filter(ended_at__lt=at - kept_for("letter"))


def _notices(at: datetime) -> QuerySet[Any]:
    """Those that no digest waits for."""
    return Notice.objects.filter(created_at__lt=at - kept_for("notice"), mail_due=None)


def _delete(rows: QuerySet[Any]) -> int:
    gone = 0
    while pks := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        rows.model._default_manager.filter(pk__in=pks).delete()
        gone += len(pks)
    return gone
