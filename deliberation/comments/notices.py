"""What is told of comments: a reply to whoever wrote in the thread, the rest to followers of what is commented on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deliberation.comments import targets
from deliberation.comments.events import CommentPosted
from deliberation.comments.models import Comment
from dreamplus.core.events import handles
from dreamplus.notifications import kinds
from dreamplus.notifications.kinds import NoticeKind, Words
from dreamplus.notifications.models import Notice
from dreamplus.notifications.services.noting import notify, tell_followers
from dreamplus.participation.enums import Status

REPLY, FOLLOWED = "comments.reply", "comments.followed"
SHOWN = 500
"""Characters of a comment in a letter; the rest is read on the site."""


def register() -> None:
    """Called once, when the applications are ready."""
    kinds.register(NoticeKind(REPLY, gettext_lazy("Somebody answers my comment"), _replies, personal=True))
    kinds.register(
        NoticeKind(
            FOLLOWED,
            gettext_lazy("A new comment on what I follow"),
            _comments,
            many=lambda number: (
                ngettext("%(number)d new comment", "%(number)d new comments", number) % {"number": number}
            ),
        )
    )


def _replies(notices: Sequence[Notice]) -> Mapping[int, Words]:
    return _told(notices, _("an answer to your comment"))


def _comments(notices: Sequence[Notice]) -> Mapping[int, Words]:
    return _told(notices, _("a new comment"))


def _told(notices: Sequence[Notice], line: str) -> Mapping[int, Words]:
    """Visible comments only, as they read now; one query."""
    uuids = [notice.payload.get("comment") for notice in notices]
    visible = Comment.norel_objects.filter(uuid__in=uuids, status=Status.VISIBLE)
    texts = {str(uuid): text for uuid, text in visible.values_list("uuid", "comment")}
    return {
        notice.pk: Words(line, (Truncator(texts[key]).chars(SHOWN),))
        for notice in notices
        if (key := notice.payload.get("comment")) in texts
    }


@handles(CommentPosted)
def tell_posted(event: CommentPosted, *, record_id: int, at: datetime) -> None:
    """Who wrote in the thread hears of a reply; who follows the thing and did not write there, of the comment."""
    comment = Comment.norel_objects.filter(uuid=event.comment, status=Status.VISIBLE).first()
    found = targets.find(comment.content_type_id, comment.object_pk) if comment else None
    if comment is None or found is None or found[0].subject is None:
        return
    subject, payload = found[0].subject(found[1]), {"comment": event.comment}
    wrote: set[int] = set()
    if event.reply:
        thread = Comment.norel_objects.filter(thread_id=comment.thread_id, status=Status.VISIBLE)
        wrote = {pk for pk in thread.values_list("user_id", flat=True) if pk and pk != comment.user_id}
        notify(people=wrote, kind=REPLY, key=event.comment, subject=subject, payload=payload, at=at)
    told_already = wrote | ({comment.user_id} if comment.user_id else set())
    tell_followers(
        of=[subject],
        kind=FOLLOWED,
        key=event.comment,
        subject=subject,
        payload=payload,
        at=at,
        without=sorted(told_already),
    )
