"""Appeals: the author or whoever reported contests, and another person than the first answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dreamplus.core.references import new_reference
from dreamplus.moderation.enums import Measure, Party
from dreamplus.moderation.errors import ModerationError
from dreamplus.moderation.models import Appeal, Decision, Ground, NoticeReceived
from dreamplus.moderation.rules.cases import Act
from dreamplus.moderation.services import sanctions
from dreamplus.moderation.services.cases import apply, check_reasons, record, role_of, step


@transaction.atomic
def appeal(*, decision: Decision, words: str, at: datetime, notice: NoticeReceived | None = None) -> Appeal:
    """The author contests (no `notice`), or whoever sent that notice. Once each. Raises `ModerationError`.

    The caller has checked who it is: the reference of the decision or of the notice, or the author's session.
    """
    words = words.strip()
    if not words:
        raise ModerationError(_("Say why you contest: whoever answers reads it."))
    case = step(decision.case, Act.APPEAL, by=None, at=at)
    decision.refresh_from_db()
    if decision.undone_at is not None or decision.is_review:
        raise ModerationError(_("This decision no longer holds: there is nothing to contest."))
    if not may_contest(decision, notice) or (notice is not None and notice.case_id != case.pk):
        raise ModerationError(_("This decision is not against you: there is nothing to contest."))
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                decision=decision,
                party=Party.NOTIFIER if notice else Party.AUTHOR,
                notice=notice,
                words=words,
                at=at,
            )
    except IntegrityError as twice:
        raise ModerationError(_("You have contested this decision already: somebody will answer you.")) from twice


def may_contest(decision: Decision, notice: NoticeReceived | None) -> bool:
    """The author contests hiding; whoever reported contests that words stay."""
    return decision.measure == (Measure.KEPT if notice else Measure.HIDDEN)


@transaction.atomic
def review(
    *,
    case: Any,
    measure: str,
    by: Any,
    at: datetime,
    ground: Ground | None = None,
    facts: str = "",
    message: str = "",
    lift: bool = False,
) -> Decision:
    """Answers every appeal of the case, for good; the sanction falls with the hiding, or alone with `lift`.

    `by` holds the case and is not who decided first: the rules refuse it, and the database too. Raises
    `ModerationError`.
    """
    from dreamplus.moderation import letters

    measure, facts = Measure(measure), facts.strip()
    check_reasons(measure, ground, facts)
    step(case, Act.REVIEW, by=by, at=at)
    first = case.decisions.get(undone_at=None, is_review=False)
    answer = Decision.objects.create(
        case=case,
        reference=new_reference("D"),
        measure=measure,
        ground=ground if measure == Measure.HIDDEN else None,
        facts=facts,
        message=message.strip(),
        by=by,
        role=role_of(by),
        at=at,
        is_review=True,
        reviewed_by_first=first.by,
    )
    if lift or measure == Measure.KEPT:
        sanctions.lift(decision=first, at=at)
    apply(answer)
    record(answer, by=by)
    letters.decided(answer)
    return answer
