"""Comments in threads of two levels, under anything that `targets` knows.

The rows of django-comments-xtd hold the thread; what it lacks stands in `Comment`: a state of our own (its `is_removed`
hides the replies too), the key of the form, and reports that need no account. Its views, tags and API are not mounted.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from dreamplus.participation.enums import ReportReason, Status


class Comment(XtdComment):
    """A comment, or a reply to the first comment of a thread."""

    row = models.OneToOneField(
        XtdComment, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="with_state"
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.UUIDField(unique=True, help_text="Of the form it was written in: sent twice, it is written once.")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.VISIBLE)
    hidden_reason = models.TextField(_("reason given to the author"), blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.HIDDEN) | ~Q(hidden_reason=""), name="comment_hidden_with_a_reason"
            )
        ]

    @property
    def is_visible(self) -> bool:
        return self.status == Status.VISIBLE

    @property
    def is_reply(self) -> bool:
        return self.level > 0

    @property
    def anchor(self) -> str:
        return f"commentaire-{self.pk}"


class CommentReport(models.Model):
    """Somebody, with or without an account, says that a comment breaks the charter or the law."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason.choices)
    words = models.TextField(_("in your words"), blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField(_("your e-mail address"), blank=True)
    created_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["handled_at", "created_at"])]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.reason}"
