"""What the house erases at night of its own; applications above register theirs."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from dreamplus.core import access
from dreamplus.core.tasks import queue
from dreamplus.people import services, trust
from dreamplus.people.retention import Purge, register
from dreamplus.people.rights.models import Export
from dreamplus.people.rights.services import exporting, inactivity
from dreamplus.people.rules.retention import kept_for

EXPORTS_KNOWN = exporting.A_DAY * 30
"""The row of a copy outlives its file, so that its owner sees what they asked for."""


def register_all() -> None:
    """Called once, when the application is ready."""
    for slug, keep, label, due, purge in (
        ("unconfirmed", "unconfirmed", _("accounts begun and never confirmed"), _unconfirmed, _forget_unconfirmed),
        ("sessions", "session", _("sessions that are over"), _sessions, _end_sessions),
        ("trust", "trust", _("trusted browsers whose thirty days are over"), _trusted, _forget_trusted),
        ("access_log", "access_log", _("lines of the access log"), _accesses, _purge_accesses),
        ("tasks", "task", _("ended tasks"), _tasks, _purge_tasks),
        ("exports", "export", _("traces of copies of data"), _exports, _purge_exports),
        ("inactive", "account", _("accounts that nobody uses, warned a month ago"), _inactive, _delete_inactive),
        ("warnings", "account", _("warnings to accounts that nobody uses"), _to_warn, _warn),
    ):
        register(Purge(slug, keep, label, due, purge))


def _unconfirmed(at: datetime) -> int:
    return services.unconfirmed(before=at - kept_for("unconfirmed")).count()


def _forget_unconfirmed(at: datetime) -> int:
    return services.forget_unconfirmed(before=at - kept_for("unconfirmed"))


def _sessions(at: datetime) -> int:
    return Session.objects.filter(expire_date__lt=at).count()


def _end_sessions(at: datetime) -> int:
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def _trusted(at: datetime) -> int:
    return trust.expired(before=at).count()


def _forget_trusted(at: datetime) -> int:
    return trust.expired(before=at).delete()[0]


def _accesses(at: datetime) -> int:
    return access.due(at).count()


def _purge_accesses(at: datetime) -> int:
    return access.purge(at=at)


def _tasks(at: datetime) -> int:
    return queue.ended(at).count()


def _purge_tasks(at: datetime) -> int:
    return queue.purge(at=at)


def _exports(at: datetime) -> int:
    return Export.objects.filter(asked_at__lt=at - EXPORTS_KNOWN).count()


def _purge_exports(at: datetime) -> int:
    exporting.end_due(at=at)
    return Export.objects.filter(asked_at__lt=at - EXPORTS_KNOWN).delete()[0]


def _inactive(at: datetime) -> int:
    return inactivity.to_delete(at).count()


def _delete_inactive(at: datetime) -> int:
    return inactivity.delete_unused(at=at)


def _to_warn(at: datetime) -> int:
    return inactivity.to_warn(at).count()


def _warn(at: datetime) -> int:
    return inactivity.warn(at=at)
