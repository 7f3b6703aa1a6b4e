"""Who is written to after each act; each letter is a task of its own, in the transaction of the act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamplus.moderation import tasks
from dreamplus.moderation.enums import HELD_BEFORE, Measure

if TYPE_CHECKING:
    from dreamplus.moderation.models import Decision, NoticeReceived


def received(notice: NoticeReceived) -> None:
    """The receipt of a notice (art. 16 § 4)."""
    if notice.email:
        tasks.send_receipt.enqueue(notice=notice.pk)


def decided(decision: Decision) -> None:
    """The author learns of what touches their words; everybody who reported learns the decision (art. 16 § 5)."""
    case = decision.case
    if decision.is_review:
        shown_at_last = case.decision is not None and case.decision.measure == Measure.HIDDEN
    else:
        shown_at_last = case.source in HELD_BEFORE
    if case.author is not None and (decision.measure == Measure.HIDDEN or shown_at_last):
        tasks.send_statement.enqueue(decision=decision.pk)
    _notifiers(decision)


def undone(decision: Decision) -> None:
    """Whoever was told a decision learns that it no longer holds."""
    if decision.case.author is not None and decision.measure == Measure.HIDDEN:
        tasks.send_statement.enqueue(decision=decision.pk)
    _notifiers(decision)


def _notifiers(decision: Decision) -> None:
    for notice in decision.case.notices.exclude(email="").values_list("pk", flat=True):
        tasks.send_outcome.enqueue(notice=notice, decision=decision.pk)
