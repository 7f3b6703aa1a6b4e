"""E-mails of moderation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from dreamplus.moderation import subjects
from dreamplus.moderation.enums import Measure
from dreamplus.moderation.models import Charter
from dreamplus.theming.email import message

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from dreamplus.moderation.models import Decision, NoticeReceived
    from dreamplus.people.models import User


def receipt_message(notice: NoticeReceived) -> EmailMultiAlternatives:
    """The notice arrived: reference, and where to follow it."""
    context = {"notice": notice, "follow": _address(notice.get_absolute_url, notice.language)}
    return message("moderation/email/receipt", context, to=notice.email, language=notice.language)


def outcome_message(notice: NoticeReceived, decision: Decision) -> EmailMultiAlternatives:
    """What was decided about what somebody reported, and how to contest it (art. 16 § 5)."""
    context = {"notice": notice, "decision": decision, "follow": _address(notice.get_absolute_url, notice.language)}
    return message("moderation/email/outcome", context, to=notice.email, language=notice.language)


def statement_message(decision: Decision, *, to: User) -> EmailMultiAlternatives:
    """The reasons, to the author: measure, facts, ground, by a person, ways to contest (art. 17)."""
    case = decision.case
    shown = subjects.load(case.subject_kind, case.subject_key)
    context: dict[str, Any] = {
        "decision": decision,
        "case": case,
        "still_hidden": decision.is_review and case.decision is not None and case.decision.measure == Measure.HIDDEN,
        "title": shown.title if shown else "",
        "sanction": getattr(decision, "sanction", None),
        "charter": Charter.objects.first(),
        "page": _address(decision.get_absolute_url, to.language),
    }
    return message("moderation/email/statement", context, to=to.email, language=to.language)


def digest_message(*, to: User, number: int) -> EmailMultiAlternatives:
    """How many cases wait since a day or more."""
    queue = _address(lambda: reverse("moderation_staff:queue"), to.language)
    return message("moderation/email/digest", {"number": number, "queue": queue}, to=to.email, language=to.language)


def _address(path: Any, language: str) -> str:
    with translation.override(language):
        return str(settings.DREAM_ORIGIN + path())
