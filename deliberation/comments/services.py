"""Writes."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django_comments_xtd.models import LIKEDIT_FLAG, CommentFlag

from deliberation.comments.events import CommentPosted
from deliberation.comments.models import Comment, CommentReport
from deliberation.comments.targets import target_of
from dreamplus.core import events
from dreamplus.participation.enums import Status
from dreamplus.people.models import User

MOST_CHARACTERS = 3000


class CommentRefused(Exception):
    """The comment was not written; the message is a sentence for its author."""


@transaction.atomic
def post_comment(
    *, target: models.Model, author: User, text: str, form_key: uuid.UUID, at: datetime, reply_to: Comment | None = None
) -> Comment:
    """Writes a comment under `target`, or a reply in the thread of `reply_to`; the same `form_key` writes once.

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
    content_type = ContentType.objects.get_for_model(target, for_concrete_model=False)
    thread = _locked_thread(reply_to, content_type, target) if reply_to else None
    try:
        with transaction.atomic():
            comment = Comment.objects.create(
                content_type=content_type,
                object_pk=str(target.pk),
                site_id=settings.SITE_ID,
                user=author,
                comment=text,
                submit_date=at,
                form_key=form_key,
                parent_id=thread.pk if thread else 0,
            )
            event = CommentPosted(comment=str(comment.uuid), reply=thread is not None)
            events.record(event, at=at, actor_role="citizen")
            return comment
    except IntegrityError:
        written = Comment.objects.filter(form_key=form_key, user=author).first()
        if written is None:
            raise
        return written


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
    """Leaves a placeholder with its reason; replies stay. Raises `ValidationError` without a reason."""
    if not reason.strip():
        raise ValidationError(_("Give the reason: it is shown in place of the comment."))
    with transaction.atomic():
        Comment.norel_objects.filter(pk=comment.pk).update(status=Status.HIDDEN, hidden_reason=reason.strip())
        CommentReport.objects.filter(comment=comment, handled_at=None).update(handled_at=at)


def show_again(*, comment: Comment, at: datetime) -> None:
    """Undoes `hide`, and settles the reports: the comment was found to be in order."""
    with transaction.atomic():
        Comment.norel_objects.filter(pk=comment.pk, status=Status.HIDDEN).update(
            status=Status.VISIBLE, hidden_reason=""
        )
        CommentReport.objects.filter(comment=comment, handled_at=None).update(handled_at=at)


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


def report(*, comment: Comment, reason: str, words: str, email: str, reporter: Any, at: datetime) -> CommentReport:
    """Anyone may report; raises `ValidationError` by field."""
    row = CommentReport(
        comment=comment,
        reason=reason,
        words=words,
        email=email,
        reporter=reporter if getattr(reporter, "is_authenticated", False) else None,
        created_at=at,
    )
    row.full_clean()
    row.save()
    return row
