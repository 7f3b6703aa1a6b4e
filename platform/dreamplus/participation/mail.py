"""E-mails of participation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from dreamplus.theming.email import message

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from dreamplus.participation.models import Receipt


def receipt_message(receipt: Receipt, *, to: str, language: str) -> EmailMultiAlternatives:
    """Date, service, reference, and where to follow (CRPA L112-11, R112-11-1)."""
    with translation.override(language):
        follow = settings.DREAM_ORIGIN + reverse("participation:follow", args=[receipt.reference])
    context = {"receipt": receipt, "activity": receipt.activity, "follow": follow}
    return message("participation/email/receipt", context, to=to, language=language)
