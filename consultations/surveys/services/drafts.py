"""What is being answered: kept at each screen, with the account, in the session, or behind a link."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, MutableMapping
from datetime import datetime
from typing import Any

from django.db import transaction

from consultations.surveys.models import Draft
from dreamplus.participation.models import Activity
from dreamplus.people.models import User

SESSION_KEY = "surveys.answers"
LINKS = "surveys.links"
SESSION_MOST = 3  # surveys at a time, so that a session stays small


def answers_so_far(session: Mapping[str, Any], *, activity: Activity, person: User | None) -> dict[str, Any]:
    """What this person, or this browser, has answered and not sent."""
    if person is not None:
        kept = Draft.objects.filter(activity=activity, person=person).values_list("answers", flat=True).first()
        return kept or {}
    found: dict[str, Any] = session.get(SESSION_KEY, {}).get(str(activity.uuid), {})
    return found


def keep(
    session: MutableMapping[str, Any],
    *,
    activity: Activity,
    person: User | None,
    answers: Mapping[str, Any],
    at: datetime,
) -> None:
    """Keeps these answers in the place of those before."""
    if person is not None:
        Draft.objects.update_or_create(
            activity=activity, person=person, defaults={"answers": dict(answers), "saved_at": at}
        )
        return
    kept: dict[str, Any] = dict(session.get(SESSION_KEY, {}))
    kept.pop(str(activity.uuid), None)
    if answers:
        kept[str(activity.uuid)] = dict(answers)
    session[SESSION_KEY] = dict(list(kept.items())[-SESSION_MOST:])


@transaction.atomic
def bring_from_session(
    session: MutableMapping[str, Any], *, activity: Activity, person: User, at: datetime
) -> dict[str, Any]:
    """Once signed in: what was answered before joins what the account had, the newest answer counting."""
    typed = answers_so_far(session, activity=activity, person=None)
    before = answers_so_far(session, activity=activity, person=person)
    if not typed:
        return before
    together = before | typed
    keep(session, activity=activity, person=person, answers=together, at=at)
    keep(session, activity=activity, person=None, answers={}, at=at)
    return together


def link_to(session: MutableMapping[str, Any], *, activity: Activity, answers: Mapping[str, Any], at: datetime) -> str:
    """The secret of a link under which these answers are found again, on any device; one link for each browser."""
    links: dict[str, str] = session.get(LINKS, {})
    secret = links.get(str(activity.uuid)) or secrets.token_urlsafe(24)
    Draft.objects.update_or_create(
        activity=activity, token=digest(secret), defaults={"answers": dict(answers), "saved_at": at}
    )
    session[LINKS] = dict([*links.items(), (str(activity.uuid), secret)][-SESSION_MOST:])
    return secret


def behind_link(*, activity: Activity, secret: str) -> dict[str, Any] | None:
    """What that link keeps, None when there is none such."""
    found = Draft.objects.filter(activity=activity, token=digest(secret)).values_list("answers", flat=True).first()
    return found


def discard(session: MutableMapping[str, Any], *, activity: Activity, person: User | None) -> None:
    """Nothing of it is left in the account nor in the session."""
    if person is not None:
        Draft.objects.filter(activity=activity, person=person).delete()
    kept = dict(session.get(SESSION_KEY, {}))
    if kept.pop(str(activity.uuid), None) is not None:
        session[SESSION_KEY] = kept


def digest(secret: str) -> str:
    """What is kept of the secret of a link: nobody who reads the table can follow it."""
    return hashlib.sha256(secret.encode()).hexdigest()
