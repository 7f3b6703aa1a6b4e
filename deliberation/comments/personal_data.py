"""What comments hold about a person. The words stay for the thread unless their author takes them along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_comments.models import Comment as Row
from django_comments_xtd.models import CommentFlag

from deliberation.comments.models import Comment
from dreamplus.participation.enums import Status
from dreamplus.people import personal_data
from dreamplus.people.models import User
from dreamplus.people.personal_data import PersonalData, goes_with_the_account, nothing_to_tell
from dreamplus.people.sessions import addresses_of


def register() -> None:
    """Called once, when the applications are ready."""
    for model, export, erase, withdraw, what, keep in (
        ("django_comments.Comment", _comments, _leave_comments, _take_words, _("Your comments"), "public_record"),
        (
            "deliberation_comments.Comment",
            nothing_to_tell,  # the same comments, told above
            _nothing_more,
            None,
            _("Whether a comment is hidden, and the reason given"),
            "public_record",
        ),
        (
            "django_comments.CommentFlag",
            _likes,
            goes_with_the_account,
            None,
            _("The comments you found useful"),
            "account",
        ),
    ):
        personal_data.register(
            PersonalData(model, export, erase, what=what, why="participation", keep=keep, withdraw=withdraw)
        )
    personal_data.exempt("django_comments_xtd.XtdComment", because="places in a thread of django_comments.Comment")
    personal_data.exempt("django_comments_xtd.BlackListedDomain", because="names of mail domains that send rubbish")


def _comments(user: User) -> list[dict[str, Any]]:
    found = Comment.objects.filter(_written_by(user)).order_by("pk")
    return [
        {"words": one.comment, "status": one.status, "reason": one.hidden_reason, "at": one.submit_date.isoformat()}
        for one in found
    ]


def _written_by(user: User) -> Q:
    condition = Q(user=user)
    for address in addresses_of(user):
        condition |= Q(user_email__iexact=address)
    return condition


def _leave_comments(*, user: User, at: datetime) -> None:
    nobody = {"user": None, "user_name": "", "user_email": "", "user_url": "", "ip_address": None}
    Row.objects.filter(_written_by(user)).update(**nobody)


def _nothing_more(*, user: User, at: datetime) -> None:
    """The row of the library holds the person; what stands beside it is about the comment."""


def _take_words(*, user: User, at: datetime) -> None:
    """A placeholder stays for the replies."""
    mine = list(Row.objects.filter(_written_by(user)).values_list("pk", flat=True))
    Comment.norel_objects.filter(pk__in=mine, status__in=[Status.VISIBLE, Status.WAITING]).update(
        status=Status.WITHDRAWN
    )
    Row.objects.filter(pk__in=mine).update(comment="")


def _likes(user: User) -> list[dict[str, Any]]:
    found = CommentFlag.objects.filter(user=user).order_by("pk")
    return [{"comment": one.comment_id, "at": one.flag_date.isoformat()} for one in found]
