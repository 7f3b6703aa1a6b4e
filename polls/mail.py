"""E-mails of votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from dreamplus.theming.email import message
from polls.words import words_of

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from polls.models import Attendance


def receipt_message(seat: Attendance) -> EmailMultiAlternatives:
    """Says that one took part, until when the vote can be changed, and the reference. `seat.voter` is a person."""
    assert seat.voter is not None  # noqa: S101 - the caller has looked
    language = seat.voter.language
    with translation.override(language):
        follow = settings.DREAM_ORIGIN + reverse("participation:follow", args=[seat.receipt_ref])
        vote = settings.DREAM_ORIGIN + reverse("polls:vote", args=[seat.activity.uuid])
    context = {
        "seat": seat,
        "activity": seat.activity,
        "title": words_of(seat.activity, language).title,
        "follow": follow,
        "vote": vote,
    }
    return message("polls/email/receipt", context, to=seat.voter.email, language=language)
