"""E-mails of secret votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from dreamplus.theming.email import message
from polls.words import words_of

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from polls.secret.models import Scrutineer


def invitation(scrutineer: Scrutineer, secret: str) -> EmailMultiAlternatives:
    """The link with which a scrutineer makes their key, and gives it after the closing. It is sent once."""
    activity = scrutineer.vote.activity
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        link = settings.DREAM_ORIGIN + reverse("secret:scrutineer", args=[secret])
    context = {
        "scrutineer": scrutineer,
        "activity": activity,
        "title": words_of(activity, language).title,
        "link": link,
        "is_sealed": bool(scrutineer.vote.terms),
    }
    return message("secret/email/invitation", context, to=scrutineer.email, language=language)
