"""Writes."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django_comments_xtd.models import LIKEDIT_FLAG, CommentFlag

from deliberation.comments.events import CommentPosted
from deliberation.comments.models import Comment
from deliberation.comments.targets import target_of
from dreamplus.core import events
from dreamplus.moderation.errors import Silenced
from dreamplus.moderation.services.sanctions import refuse_silenced
from dreamplus.moderation.services.screening import screen
from dreamplus.moderation.tasks import close_gone
from dreamplus.participation.enums import Status
from dreamplus.participation.through import ON_LINE, Through
from dreamplus.people.models import User

MOST_CHARACTERS = 3000
SUBJECT = "comment"
"""What moderation calls them; the key is the uuid."""


class CommentRefused(Exception):
    """The comment was not written; the message is a sentence for its author."""


@transaction.atomic
def post_comment(
    *,
    target: models.Model,
    author: User,
    text: str,
    form_key: uuid.UUID,
    at: datetime,
    reply_to: Comment | None = None,
    through: Through = ON_LINE,
) -> Comment:
    """Writes a comment under `target`, or a reply in the thread of `reply_to`; the same `form_key` writes once.

    It may wait for a moderator: `is_visible` is then False.

    Raises `CommentRefused` when the author may not comment here, the text is empty or over `MOST_CHARACTERS`, or the
    thread stands under another thing.
    """
    rules = target_of(target)
    refusal = rules.refusal(author, target) if rules else None
    if rules is None or refusal:
        raise CommentRefused(refusal.sentence if refusal else _("Comments are not open here."))
    text = text.strip()
    if not text:
        raise CommentRefused(_("Write something before you publish."))
    if len(text) > MOST_CHARACTERS:
        raise CommentRefused(
            _("Your comment has %(length)d characters; %(most)d fit. Nothing was lost: shorten it below.")
            % {"length": len(text), "most": MOST_CHARACTERS}
        )
    try:
        refuse_silenced(person=author, at=at)
    except Silenced as silenced:
        raise CommentRefused(str(silenced)) from silenced
    content_type = ContentType.objects.get_for_model(target, for_concrete_model=False)
    thread = _locked_thread(reply_to, content_type, target) if reply_to else None
    key, mode = uuid.uuid4(), rules.moderation(target)
    try:
        with transaction.atomic():
            waits = screen(kind=SUBJECT, key=str(key), text=text, author=author, mode=mode, at=at)
            comment = Comment.objects.create(
                content_type=content_type,
                object_pk=str(target.pk),
                site_id=settings.SITE_ID,
                user=author,
                comment=text,
                submit_date=at,
                form_key=form_key,
                uuid=key,
                status=Status.WAITING if waits else Status.VISIBLE,
                parent_id=thread.pk if thread else 0,
                channel=through.channel,
                place_id=through.place,
            )
            if comment.is_visible:
                _record_posted(comment, at)
            return comment
    except IntegrityError:
        before = Comment.objects.filter(form_key=form_key, user=author).first()
        if before is None:
            raise
        return before


def _locked_thread(reply_to: Comment, content_type: ContentType, target: models.Model) -> Comment:
    """The first comment of the thread, locked: the library numbers replies without a lock of its own."""
    first = Comment.norel_objects.select_for_update().get(pk=reply_to.thread_id)
    if (first.content_type_id, first.object_pk) != (content_type.pk, str(target.pk)):
        raise CommentRefused(_("This thread stands under another page."))
    return first


@transaction.atomic
def like(*, comment: Comment, person: User, at: datetime) -> None:
    """Notes once that the person finds the comment useful."""
    CommentFlag.objects.get_or_create(comment=comment, user=person, flag=LIKEDIT_FLAG, defaults={"flag_date": at})


def unlike(*, comment: Comment, person: User) -> None:
    CommentFlag.objects.filter(comment=comment, user=person, flag=LIKEDIT_FLAG).delete()


def hide(*, comment: Comment, reason: str, at: datetime) -> None:
    """Leaves a placeholder with its reason; replies stay. Called by moderation. Raises `ValidationError` without it."""
    if not reason.strip():
        raise ValidationError(_("Give the reason: it is shown in place of the comment."))
    _still_there(comment).update(status=Status.HIDDEN, hidden_reason=reason.strip())


def show(*, comment: Comment, at: datetime) -> None:
    """Shows what was hidden or waited. Called by moderation."""
    waited = _still_there(comment).filter(status=Status.WAITING).exists()
    _still_there(comment).update(status=Status.VISIBLE, hidden_reason="")
    if waited:
        _record_posted(comment, at)


def _record_posted(comment: Comment, at: datetime) -> None:
    """It may be read from now on: at once, or when a moderator has shown it."""
    posted = CommentPosted(comment=str(comment.uuid), reply=comment.is_reply)
    events.record(posted, at=at, actor_role="citizen")


def hold(*, comment: Comment, at: datetime) -> None:
    """Takes it out of sight until a moderator has read it. Called by moderation."""
    _still_there(comment).update(status=Status.WAITING, hidden_reason="")


def _still_there(comment: Comment) -> models.QuerySet[Comment]:
    return Comment.norel_objects.filter(pk=comment.pk).exclude(status=Status.WITHDRAWN)


def withdraw(*, comment: Comment, person: User) -> None:
    """The author takes the words back: they are erased, the place of the comment stays for its replies.

    Raises `CommentRefused` for anybody else.
    """
    changed = Comment.norel_objects.filter(pk=comment.pk, user=person).exclude(status=Status.HIDDEN)
    if not changed.exists():
        raise CommentRefused(_("Only its author may withdraw a comment."))
    with transaction.atomic():
        Comment.norel_objects.filter(pk=comment.pk).update(status=Status.WITHDRAWN)
        Comment.norel_objects.filter(pk=comment.pk).update(comment="")
        close_gone.enqueue(kind=SUBJECT, key=str(comment.uuid))
