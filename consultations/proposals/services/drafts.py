"""What is being written, kept on the server: nothing typed is lost with a session, a closing or a sign-in."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from consultations.proposals.models import Draft, Theme
from consultations.proposals.rules import BODY_MAX, TITLE_MAX
from dreamplus.participation.models import Activity
from dreamplus.people.models import User

SESSION_KEY = "proposals.drafts"
SESSION_MOST = 3  # activities at a time, so that a session stays small
# A text over the limit is kept too, so that its author can cut it; a cap all the same.
KEPT_MAX = 3 * BODY_MAX
BETWEEN_TWO_DRAFTS = "\n\n* * *\n\n"


@dataclass(frozen=True)
class Words:
    """What was typed, not yet checked."""

    title: str = ""
    body: str = ""
    theme: int | None = None

    @property
    def empty(self) -> bool:
        return not (self.title.strip() or self.body.strip())


def _bounded(words: Words) -> Words:
    return Words(words.title[:TITLE_MAX], words.body[:KEPT_MAX], words.theme)


def save_draft(*, activity: Activity, person: User, words: Words, at: datetime) -> Draft:
    """Keeps what was typed, whatever the state of the activity. The last one to save wins; `key` never changes."""
    kept = _bounded(words)
    theme = Theme.objects.filter(activity=activity, pk=kept.theme).first() if kept.theme else None
    draft, _created = Draft.objects.update_or_create(
        activity=activity,
        person=person,
        defaults={"title": kept.title, "body": kept.body, "theme": theme, "saved_at": at},
    )
    return draft


def keep_in_session(session: MutableMapping[str, Any], *, activity: Activity, words: Words) -> None:
    """For somebody not signed in: kept in the session, which sign-in carries along."""
    kept = _bounded(words)
    drafts: dict[str, dict[str, Any]] = dict(session.get(SESSION_KEY, {}))
    drafts.pop(str(activity.uuid), None)
    drafts[str(activity.uuid)] = {"title": kept.title, "body": kept.body, "theme": kept.theme}
    session[SESSION_KEY] = dict(list(drafts.items())[-SESSION_MOST:])


def in_session(session: Mapping[str, Any], activity: Activity) -> Words:
    raw = session.get(SESSION_KEY, {}).get(str(activity.uuid), {})
    return Words(raw.get("title", ""), raw.get("body", ""), raw.get("theme"))


@transaction.atomic
def bring_from_session(
    session: MutableMapping[str, Any], *, activity: Activity, person: User, at: datetime
) -> Draft | None:
    """Moves what was typed before signing in to the person's draft; an older draft that differs is kept below it."""
    words = in_session(session, activity)
    if words.empty:
        return None
    older = Draft.objects.select_for_update().filter(activity=activity, person=person).first()
    if older and older.body.strip() and words.body.strip() not in older.body:
        body = (words.body + BETWEEN_TWO_DRAFTS + older.body) if words.body.strip() else older.body
        words = Words(words.title or older.title, body, words.theme or older.theme_id)
    elif older and older.body.strip():
        words = Words(words.title or older.title, older.body, words.theme or older.theme_id)
    draft = save_draft(activity=activity, person=person, words=words, at=at)
    drafts = dict(session[SESSION_KEY])
    drafts.pop(str(activity.uuid))
    session[SESSION_KEY] = drafts
    return draft


def discard_draft(*, activity: Activity, person: User) -> None:
    Draft.objects.filter(activity=activity, person=person).delete()
