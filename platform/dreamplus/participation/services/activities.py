"""The life of an activity before and while it is open. Every service locks the row it changes."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.core import access, events
from dreamplus.moderation.enums import Mode
from dreamplus.moderation.errors import CharterMissing
from dreamplus.moderation.services.charter import current_charter
from dreamplus.participation import kinds, lists, privacy
from dreamplus.participation.enums import State, Visibility
from dreamplus.participation.errors import DatesRefused, NotOpen, NotReady, ReasonMissing, RulesFrozen, StillRunning
from dreamplus.participation.events import ClosingMoved
from dreamplus.participation.models import Activity, ClosingChange
from dreamplus.participation.rules.audience import CONFIRMED, Audience

_SEALED = gettext_lazy("Its rules and dates are sealed in a public log: a change is a new vote.")

ADDED_BY_FREEZING = ("frozen", "lists", "terms")
"""What belongs to one activity and is not copied with its rules: words, lists and sealed terms as they were fixed."""
# Forms give minutes: an opening "now" may lie a little behind the clock.
TOLERANCE = timedelta(minutes=2)


def create_activity(
    *,
    kind: str,
    at: datetime,
    title: str = "",
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    audience: Audience = Audience(CONFIRMED),  # noqa: B008 - a constant that cannot change
    results_visibility: str = Visibility.SEALED,
    rules: dict[str, Any] | None = None,
    moderation: str = Mode.AFTER,
) -> Activity:
    """A new activity, in draft. Raises `DatesRefused`."""
    _check_dates(opens_at, closes_at, at)
    return Activity.objects.create(
        kind=kind,
        title=title,
        opens_at=opens_at,
        closes_at=closes_at,
        audience=audience.stored(),
        is_private=not audience.is_public,
        results_visibility=Visibility(results_visibility),
        rules=rules or {},
        moderation=Mode(moderation),
        created_at=at,
    )


def copy_activity(*, activity: Activity, at: datetime) -> Activity:
    """A new draft with the rules of another one as they were before freezing, and no date."""
    rules = {key: value for key, value in activity.rules.items() if key not in ADDED_BY_FREEZING}
    return create_activity(
        kind=activity.kind,
        at=at,
        title=activity.title,
        audience=Audience.read(activity.audience),
        results_visibility=activity.results_visibility,
        rules=rules,
        moderation=activity.moderation,
    )


@transaction.atomic
def set_dates(*, activity: Activity, opens_at: datetime, closes_at: datetime | None, at: datetime) -> Activity:
    """Before opening only. Raises `DatesRefused`; after opening, see `move_closing`."""
    _lock(activity)
    if _has_opened(activity, at):
        raise DatesRefused(_("It has opened: only the closing may still change, with a published reason."))
    if kinds.is_fixed(activity):
        raise DatesRefused(_SEALED)
    _check_dates(opens_at, closes_at, at)
    if activity.scheduled_at is not None and closes_at is not None:
        _check_long_enough(activity, opens_at, closes_at)
    return _save(activity, opens_at=opens_at, closes_at=closes_at)


@transaction.atomic
def set_rules(*, activity: Activity, rules: dict[str, Any], at: datetime) -> Activity:
    """Before opening only. Raises `RulesFrozen`."""
    _lock(activity)
    _refuse_frozen(activity, at)
    return _save(activity, rules=rules)


@transaction.atomic
def set_audience(*, activity: Activity, audience: Audience, at: datetime) -> Activity:
    """Before opening only; its pages are shown to those who may read it, and to nobody else. Raises `RulesFrozen`."""
    _lock(activity)
    _refuse_frozen(activity, at)
    _save(activity, audience=audience.stored(), is_private=not audience.is_public)
    privacy.keep(activity)
    return activity


@transaction.atomic
def set_visibility(*, activity: Activity, results_visibility: str, at: datetime) -> Activity:
    """Before opening only. Raises `RulesFrozen`."""
    _lock(activity)
    _refuse_frozen(activity, at)
    return _save(activity, results_visibility=Visibility(results_visibility))


def set_moderation(*, activity: Activity, moderation: str) -> Activity:
    """When words are read, also while it is open: what is written next follows it."""
    return _save(activity, moderation=Mode(moderation))


def set_title(*, activity: Activity, title: str) -> Activity:
    """The words staff lists show; the public reads the page's."""
    return _save(activity, title=title)


@transaction.atomic
def schedule(*, activity: Activity, at: datetime) -> Activity:
    """Declares the activity ready: it opens by itself at its opening, and leaves the archives if it was there.

    Raises `NotReady` with what is missing.

    CRPA L131-1: nothing opens without rules, information and dates; nor, where people write, without the charter of
    moderation, whose version is kept with the activity.
    """
    _lock(activity)
    if activity.scheduled_at is not None:
        return activity
    missing: list[str] = []
    if activity.opens_at is None or activity.closes_at is None:
        missing.append(_("Set the dates of opening and closing."))
    elif activity.closes_at <= at:
        missing.append(_("The closing is already past: choose a later one."))
    elif days := _days_short_of(activity, max(activity.opens_at, at), activity.closes_at):
        missing.append(_too_short(days))
    missing += lists.missing(activity)
    missing += kinds.missing(activity)
    charter = None
    if kinds.get(activity.kind).words:
        try:
            charter = current_charter()
        except CharterMissing as refused:
            missing.append(str(refused))
    if missing:
        raise NotReady(missing)
    return _save(activity, scheduled_at=at, archived_at=None, charter=charter)


@transaction.atomic
def unschedule(*, activity: Activity, at: datetime) -> Activity:
    """Back to draft, before opening only. Raises `DatesRefused`."""
    _lock(activity)
    if _has_opened(activity, at):
        raise DatesRefused(_("It has opened: it can be closed early with a published reason, not withdrawn."))
    return _save(activity, scheduled_at=None)


@transaction.atomic
def freeze(*, activity: Activity, at: datetime) -> Activity:
    """Fixes rules, audience and visibility, with their hash. Idempotent. Raises `NotOpen` before the opening.

    Called by the tick, or by whoever needs the frozen rules first.
    """
    _lock(activity)
    if activity.frozen_at is not None:
        return activity
    if activity.scheduled_at is None or activity.opens_at is None or at < activity.opens_at:
        raise NotOpen(_("This has not opened yet."))
    build = kinds.get(activity.kind).freeze
    rules = build(activity, at) if build else activity.rules
    if fixed := lists.fix(activity, at):
        rules = rules | {"lists": fixed}
    activity.rules = rules
    return _save(activity, rules=rules, frozen_at=activity.opens_at, rules_hash=rules_hash(activity))


def rules_hash(activity: Activity) -> str:
    """SHA-256, in hexadecimal, of what may not change: canonical JSON that anybody can rebuild."""
    promised = {
        "activity": str(activity.uuid),
        "kind": activity.kind,
        "audience": Audience.read(activity.audience).promised(),
        "results_visibility": str(activity.results_visibility),
        "rules": activity.rules,
    }
    canonical = json.dumps(promised, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def close_early(*, activity: Activity, reason: str, by: Any, at: datetime) -> Activity:
    """Closes now what is open. The reason is published. Raises `ReasonMissing`, `NotOpen`."""
    return move_closing(activity=activity, closes_at=at, reason=reason, by=by, at=at)


def move_closing(*, activity: Activity, closes_at: datetime, reason: str, by: Any, at: datetime) -> Activity:
    """Moves the closing of an open activity, earlier (not before `at`) or later; the reason is published.

    Where rules and dates are held elsewhere too, that house agrees first, and only to a later one.

    `by` is the member of staff, for the access log kept by the caller; nobody's name is stored here.
    Raises `ReasonMissing`, `NotOpen`, `DatesRefused`.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Write the reason: it is published beside the dates."))
    activity.refresh_from_db()
    if not kinds.is_fixed(activity):
        return _move(activity, closes_at, reason, at)
    _check_moved(activity, closes_at, at)
    ask = kinds.get(activity.kind).postpone
    if ask is None or activity.closes_at is None:
        raise DatesRefused(_SEALED)
    if closes_at <= activity.closes_at:
        raise DatesRefused(_("Its closing is sealed in a public log: it can only be moved to a later one."))
    ask(activity, closes_at)
    return follow_closing(activity=activity, closes_at=closes_at, reason=reason, at=at)


@transaction.atomic
def follow_closing(*, activity: Activity, closes_at: datetime, reason: str, at: datetime) -> Activity:
    """Notes the later closing of a fixed activity, as it stands in the log that holds it. Idempotent."""
    _lock(activity)
    if activity.closes_at is not None and activity.closes_at < closes_at:
        _keep_closing(activity, closes_at, reason, at)
    return activity


@transaction.atomic
def _move(activity: Activity, closes_at: datetime, reason: str, at: datetime) -> Activity:
    _lock(activity)
    _check_moved(activity, closes_at, at)
    if kinds.is_fixed(activity):
        raise DatesRefused(_SEALED)
    return _keep_closing(activity, closes_at, reason, at)


def _check_moved(activity: Activity, closes_at: datetime, at: datetime) -> None:
    if activity.state(at) != State.OPEN:
        raise NotOpen(_("Only what is open can have its closing moved."))
    if closes_at < at or (activity.opens_at and closes_at <= activity.opens_at):
        raise DatesRefused(_("The closing cannot be moved into the past."))
    if activity.opens_at is not None:
        _check_long_enough(activity, activity.opens_at, closes_at)


def _check_long_enough(activity: Activity, opens_at: datetime, closes_at: datetime) -> None:
    if days := _days_short_of(activity, opens_at, closes_at):
        raise DatesRefused(_too_short(days))


def _days_short_of(activity: Activity, opens_at: datetime, closes_at: datetime) -> int:
    """The whole days that the law wants, where these are fewer; 0 where they are enough."""
    days = kinds.least_days(activity)
    return days if closes_at - opens_at < timedelta(days=days) else 0


def _too_short(days: int) -> str:
    return _("The law wants it open for %(days)d whole days at least: choose a later closing.") % {"days": days}


def _keep_closing(activity: Activity, closes_at: datetime, reason: str, at: datetime) -> Activity:
    ClosingChange.objects.create(activity=activity, before=activity.closes_at, after=closes_at, reason=reason, at=at)
    early = {"closed_early_reason": reason} if closes_at == at else {}
    _save(activity, closes_at=closes_at, **early)
    events.record(ClosingMoved(activity=str(activity.uuid), closes_at=closes_at), at=at, actor_role="agent")
    return activity


@transaction.atomic
def archive(*, activity: Activity, by: Any, at: datetime) -> Activity:
    """Out of the lists of staff; its pages and what people gave stay as they are. Idempotent; `bring_back` undoes it.

    Raises `StillRunning` for what waits for its opening, is open or is being counted.
    """
    _lock(activity)
    if activity.archived_at is not None:
        return activity
    if not may_be_archived(activity, at):
        raise StillRunning(_("Only a draft, or what is over and counted, can be archived."))
    access.log(actor=by, purpose="participation.archive", subject=f"participation.Activity:{activity.pk}", at=at)
    return _save(activity, archived_at=at)


@transaction.atomic
def bring_back(*, activity: Activity, by: Any, at: datetime) -> Activity:
    """Into the lists of staff again. Idempotent."""
    _lock(activity)
    if activity.archived_at is None:
        return activity
    access.log(actor=by, purpose="participation.bring_back", subject=f"participation.Activity:{activity.pk}", at=at)
    return _save(activity, archived_at=None)


def may_be_archived(activity: Activity, at: datetime) -> bool:
    """Whether nobody of the staff has anything left to do or to watch."""
    return activity.archived_at is None and activity.state(at) in (State.DRAFT, State.SETTLED)


def has_rows(activity: Activity) -> bool:
    """Whether somebody took part: then it is archived, never deleted."""
    check = kinds.get(activity.kind).has_rows
    return activity.contributions.exists() or activity.receipts.exists() or bool(check and check(activity))


def _has_opened(activity: Activity, at: datetime) -> bool:
    return activity.frozen_at is not None or activity.state(at) not in (State.DRAFT, State.UPCOMING)


def _refuse_frozen(activity: Activity, at: datetime) -> None:
    if _has_opened(activity, at):
        raise RulesFrozen(_("It has opened: its rules can no longer change."))
    if kinds.is_fixed(activity):
        raise RulesFrozen(_SEALED)


def _check_dates(opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> None:
    if opens_at and opens_at < at - TOLERANCE:
        raise DatesRefused(_("The opening is in the past: choose a later one."))
    if opens_at and closes_at and closes_at <= opens_at:
        raise DatesRefused(_("The closing must come after the opening."))


def _lock(activity: Activity) -> None:
    """Takes the row (PostgreSQL; on SQLite the transaction holds the file) and reads it again."""
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())


def _save(activity: Activity, **values: Any) -> Activity:
    for name, value in values.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(values))
    return activity
