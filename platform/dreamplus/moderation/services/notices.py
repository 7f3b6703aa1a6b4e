"""Notices: anybody reports words, with or without an account, and gets a reference."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dreamplus.core import events
from dreamplus.core.references import new_reference
from dreamplus.moderation import subjects
from dreamplus.moderation.enums import CaseState, Nature, Source
from dreamplus.moderation.errors import ModerationError
from dreamplus.moderation.events import NoticeCame
from dreamplus.moderation.models import Ground, NoticeReceived
from dreamplus.moderation.services.cases import open_case

KEPT_FOR = timedelta(days=183)
"""Who reported is forgotten six months after the case is closed."""


def must_be_named(ground: Ground) -> bool:
    """Whether name and address are compulsory: what is said to break the law, save offences involving minors
    (règlement 2022/2065, art. 16 § 2 c)."""
    return ground.nature == Nature.LEGAL and not ground.minors


@transaction.atomic
def receive_notice(
    *,
    kind: str,
    key: str,
    ground: Ground,
    explanation: str,
    at: datetime,
    location: str = "",
    name: str = "",
    email: str = "",
    person: Any = None,
    good_faith: bool = True,
    proved: bool = True,
    language: str = "",
) -> NoticeReceived:
    """Joins the open case of these words, or opens it; the receipt leaves by e-mail. The caller limits how often.

    Raises `ModerationError` when a compulsory element of art. 16 is missing, or the words are not public.
    """
    from dreamplus.moderation import letters

    shown = subjects.load(kind, key)
    if shown is None or not shown.public:
        raise ModerationError(_("These words are no longer shown."))
    if not explanation.strip():
        raise ModerationError(_("Explain what is wrong: without it nobody can judge."))
    if must_be_named(ground) and not (name.strip() and email.strip()):
        raise ModerationError(_("For what breaks the law, give your name and an e-mail address."))
    if not good_faith:
        raise ModerationError(_("Confirm that you report in good faith."))
    case = open_case(kind=kind, key=key, source=Source.NOTICE, author=shown.author, at=at)
    notice = NoticeReceived.objects.create(
        reference=new_reference("S"),
        case=case,
        ground=ground,
        location=(location.strip() or settings.DREAM_ORIGIN + shown.href)[:500],
        explanation=explanation.strip(),
        name=" ".join(name.split()),
        email=email.strip(),
        person=person,
        good_faith=True,
        proved=proved,
        language=language or settings.LANGUAGE_CODE,
        received_at=at,
    )
    events.record(NoticeCame(case=str(case.uuid), subject_kind=kind), at=at)
    letters.received(notice)
    return notice


def forget_notifiers(*, at: datetime) -> int:
    """Erases name, address and account of whoever reported, six months after the case was closed; returns how many."""
    named = NoticeReceived.objects.exclude(name="", email="", person=None)
    due = named.filter(Q(case__state=CaseState.CLOSED) & Q(case__closed_at__lte=at - KEPT_FOR))
    return due.update(name="", email="", person=None)
