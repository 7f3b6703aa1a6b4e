"""Following a subject and stopping: twice is once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dreamplus.notifications import subjects
from dreamplus.notifications.models import Follow, NoticeSettings
from dreamplus.people.models import User

FOLLOWS_MAX = 500


class FollowRefused(Exception):
    """The message is a sentence for the person."""


@transaction.atomic
def follow(*, person: User, subject: str, at: datetime) -> None:
    """Follows `subject`, again if it was stopped. Raises `FollowRefused`: it is not public, or one too many."""
    if subject not in subjects.describe([subject]):
        raise FollowRefused(_("This can no longer be followed: it is not public, or was taken away."))
    if Follow.objects.filter(person=person, stopped_at=None).count() >= FOLLOWS_MAX:
        raise FollowRefused(
            _("You follow %(most)d subjects already. Stop following one of them first.") % {"most": FOLLOWS_MAX}
        )
    _insert(person.pk, subject, at)
    Follow.objects.filter(person=person, subject=subject, stopped_at__isnull=False).update(stopped_at=None, since=at)


def unfollow(*, person: User, subject: str, at: datetime) -> None:
    """Stops; the row stays, so that an automatic follow does not begin again."""
    Follow.objects.filter(person=person, subject=subject, stopped_at=None).update(stopped_at=at)


def follow_own(*, person_id: int, subject: str, at: datetime) -> None:
    """Follows what the person has just written, unless they do not want that, or stopped following it before."""
    if not NoticeSettings.objects.filter(person_id=person_id, follows_own=False).exists():
        _insert(person_id, subject, at)


def _insert(person_id: int, subject: str, at: datetime) -> None:
    Follow.objects.bulk_create([Follow(person_id=person_id, subject=subject, since=at)], ignore_conflicts=True)
