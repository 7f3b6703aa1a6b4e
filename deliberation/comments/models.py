"""Comments in threads of two levels, under anything that `targets` knows.

The rows of django-comments-xtd hold the thread; what it lacks stands in `Comment`: a state of our own (its `is_removed`
hides the replies too), and the key of the form. Its views, tags and API are not mounted.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from dreamplus.participation.enums import Channel, Status


class Comment(XtdComment):
    """A comment, or a reply to the first comment of a thread."""

    row = models.OneToOneField(
        XtdComment, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="with_state"
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.UUIDField(unique=True, help_text="Of the form it was written in: sent twice, it is written once.")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.VISIBLE)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    place = models.ForeignKey(
        "assisted.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    hidden_reason = models.TextField(_("reason given to the author"), blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.HIDDEN) | ~Q(hidden_reason=""), name="comment_hidden_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(place=None) | ~Q(channel=Channel.WEB), name="comment_on_line_has_no_place"
            ),
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
