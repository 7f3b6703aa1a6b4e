"""Reads. Flat: a page of threads costs three queries whatever the total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Value
from django_comments_xtd.models import LIKEDIT_FLAG, CommentFlag

from deliberation.comments.models import Comment
from dreamplus.participation.enums import Status

THREADS_A_PAGE = 20


@dataclass(frozen=True)
class Thread:
    first: Comment
    replies: list[Comment]


@dataclass(frozen=True)
class Page:
    """Threads of one page, oldest first; `next_thread` is where the following page starts, None at the end."""

    threads: list[Thread]
    total: int
    next_thread: int | None


def comments_of(thing: models.Model) -> models.QuerySet[Comment]:
    content_type = ContentType.objects.get_for_model(thing, for_concrete_model=False)
    return Comment.norel_objects.filter(
        content_type=content_type, object_pk=str(thing.pk), site_id=settings.SITE_ID
    ).order_by()


def count_visible(thing: models.Model) -> int:
    return comments_of(thing).filter(status=Status.VISIBLE).count()


def page_of_threads(thing: models.Model, user: Any, *, from_thread: int = 0, size: int = THREADS_A_PAGE) -> Page:
    """`size` threads from the thread `from_thread` on, each with all its replies, and how many comments are visible.

    What waits for a moderator is there for its author alone.
    """
    own = Q(user=user) if user.is_authenticated else Q(pk__in=[])
    everything = comments_of(thing).filter(~Q(status=Status.WAITING) | own)
    starts = list(
        everything.filter(level=0, thread_id__gte=from_thread)
        .order_by("thread_id")
        .values_list("thread_id", flat=True)[: size + 1]
    )
    shown = starts[:size]
    rows = (
        everything.filter(thread_id__in=shown)
        .select_related("user")
        .annotate(likes=Count("flags", filter=Q(flags__flag=LIKEDIT_FLAG)), liked=_liked_by(user))
        .order_by("thread_id", "level", "pk")
    )
    threads: dict[int, Thread] = {}
    for comment in rows:
        if comment.is_reply:
            threads[comment.thread_id].replies.append(comment)
        else:
            threads[comment.thread_id] = Thread(comment, [])
    total = everything.filter(status=Status.VISIBLE).count()
    return Page(list(threads.values()), total, starts[size] if len(starts) > size else None)


def _liked_by(user: Any) -> Exists | Value:
    if not user.is_authenticated:
        return Value(False, output_field=models.BooleanField())
    return Exists(CommentFlag.objects.filter(comment=OuterRef("pk"), user=user, flag=LIKEDIT_FLAG))
