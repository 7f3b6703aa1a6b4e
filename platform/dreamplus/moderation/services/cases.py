"""The life of a case: opened, held by one moderator, decided with reasons, undone, closed by time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dreamplus.core import access, events
from dreamplus.core.references import new_reference
from dreamplus.moderation import subjects
from dreamplus.moderation.enums import HELD_BEFORE, CaseState, Measure, Source
from dreamplus.moderation.errors import ModerationError
from dreamplus.moderation.events import CaseDecided
from dreamplus.moderation.models import Case, Decision, Ground
from dreamplus.moderation.rules import cases as rules
from dreamplus.moderation.rules.cases import Act
from dreamplus.moderation.services import sanctions
from dreamplus.people.permissions import may, roles_of
from dreamplus.people.roles import Permission, Role


def open_case(*, kind: str, key: str, source: str, author: Any, at: datetime, signs: str = "") -> Case:
    """The open case of these words, locked: a new one, or the one that waits already."""
    for _try in range(2):
        found = Case.objects.select_for_update().filter(subject_kind=kind, subject_key=key, state=CaseState.OPEN)
        if (case := found.first()) is not None:
            return case
        try:
            with transaction.atomic():
                return Case.objects.create(
                    subject_kind=kind,
                    subject_key=key,
                    source=Source(source),
                    signs=signs,
                    author=author,
                    opened_at=at,
                    waiting_since=at,
                )
        except IntegrityError:  # opened at this very moment by somebody else
            continue
    raise ModerationError(_("Somebody is acting on this at the same moment. Please try again."))


@transaction.atomic
def open_by_staff(*, kind: str, key: str, author: Any, by: Any, at: datetime) -> Case:
    """A moderator saw something: its case, held by them unless a colleague holds it already."""
    case = open_case(kind=kind, key=key, source=Source.STAFF, author=author, at=at)
    if case.standing.held(at) in (None, by.pk):
        step(case, Act.CLAIM, by=by, at=at)
    return case


@transaction.atomic
def claim(*, case: Case, by: Any, at: datetime) -> Case:
    """Takes it for half an hour; again, for half an hour more. Raises `ModerationError` when another holds it."""
    return step(case, Act.CLAIM, by=by, at=at)


@transaction.atomic
def release(*, case: Case, by: Any, at: datetime) -> Case:
    """Gives it back to the queue."""
    return step(case, Act.RELEASE, by=by, at=at)


@transaction.atomic
def decide(
    *,
    case: Case,
    measure: str,
    by: Any,
    at: datetime,
    ground: Ground | None = None,
    facts: str = "",
    message: str = "",
    degree: str = "",
) -> Decision:
    """Hides or shows, tells the author why (art. 17) and whoever reported what was decided.

    `by` must hold the case. Hiding needs a ground in use and facts; a sanction (`degree`) goes with hiding only.
    Locks the case, then the words. Raises `ModerationError`.
    """
    from dreamplus.moderation import letters

    measure, facts = Measure(measure), facts.strip()
    check_reasons(measure, ground, facts, degree)
    step(case, Act.DECIDE, by=by, at=at)
    subject_of(case)
    decision = Decision.objects.create(
        case=case,
        reference=new_reference("D"),
        measure=measure,
        ground=ground if measure == Measure.HIDDEN else None,
        facts=facts,
        message=message.strip(),
        by=by,
        role=role_of(by),
        at=at,
    )
    if degree:
        sanctions.give(decision=decision, degree=degree, at=at)
    apply(decision)
    record(decision, by=by)
    letters.decided(decision)
    return decision


@transaction.atomic
def undo(*, case: Case, by: Any, at: datetime) -> Case:
    """The decider takes a decision back before any appeal: the words return to what they were, the case to its decider.

    The author and whoever reported are told. Raises `ModerationError`.
    """
    from dreamplus.moderation import letters

    step(case, Act.UNDO, by=by, at=at)
    decision = case.decisions.get(undone_at=None, is_review=False)
    decision.undone_at = at
    decision.save(update_fields=["undone_at"])
    sanctions.lift(decision=decision, at=at)
    subject = subject_of(case)
    if case.source in HELD_BEFORE:
        subject.hold(case.subject_key, at=at)
    else:
        subject.show(case.subject_key, at=at)
    access.log(actor=by, purpose="moderation.undo", subject=f"moderation.Case:{case.uuid}", at=at)
    letters.undone(decision)
    return case


@transaction.atomic
def close_gone(*, kind: str, key: str, at: datetime) -> int:
    """Closes the open case of words that their author took back, or that no longer exist; returns how many."""
    case = Case.objects.select_for_update().filter(subject_kind=kind, subject_key=key, state=CaseState.OPEN).first()
    shown = subjects.load(kind, key)
    if case is None or (shown is not None and not shown.gone):
        return 0
    step(case, Act.DROP, by=None, at=at)
    return 1


def expire_due(*, at: datetime, limit: int = 500) -> int:
    """Closes decided cases that can no longer be contested; returns how many."""
    due = Case.objects.filter(
        state=CaseState.DECIDED,
        decisions__undone_at=None,
        decisions__is_review=False,
        decisions__at__lte=at - rules.APPEAL_FOR,
    )
    done = 0
    for case in due.order_by("pk")[:limit]:
        with transaction.atomic():
            step(case, Act.EXPIRE, by=None, at=at)
        done += 1
    return done


def step(case: Case, act: Act, *, by: Any, at: datetime) -> Case:
    """Locks the case, asks the rules, keeps what they answer. Raises `ModerationError`."""
    case.refresh_from_db(from_queryset=Case.objects.select_for_update())
    if by is not None and not may(by, Permission.MODERATE):
        raise PermissionError("moderating needs the permission moderate")
    before = case.state
    try:
        standing = rules.after(case.standing, act, by=by.pk if by is not None else None, at=at)
    except rules.Refused as refused:
        raise ModerationError.of(refused) from refused
    case.state, case.holder_id, case.held_until = CaseState(standing.state.value), standing.holder, standing.held_until
    case.closed_at = at if case.state == CaseState.CLOSED else None
    if act == Act.UNDO or (act == Act.APPEAL and before == CaseState.DECIDED):
        case.waiting_since, case.alerted_at = at, None
    case.save()
    return case


def check_reasons(measure: str, ground: Ground | None, facts: str, degree: str = "") -> None:
    """Raises `ModerationError`: hiding is reasoned, and nobody is sanctioned for words that stay."""
    if measure == Measure.HIDDEN and (ground is None or not facts):
        raise ModerationError(_("To hide, choose the ground and tell the facts: the author reads both."))
    if measure == Measure.KEPT and degree:
        raise ModerationError(_("A sanction goes with words that are hidden."))


def apply(decision: Decision) -> None:
    """Does to the words what was decided; the public reads the ground, never the facts."""
    case = decision.case
    subject = subject_of(case)
    if decision.measure == Measure.HIDDEN:
        assert decision.ground is not None  # noqa: S101 - by constraint
        subject.hide(case.subject_key, reason=decision.ground.title, at=decision.at)
    else:
        subject.show(case.subject_key, at=decision.at)


def subject_of(case: Case) -> subjects.Subject:
    """How these words are handled. Raises `ModerationError` for a kind whose application is no longer there."""
    subject = subjects.get(case.subject_kind)
    if subject is None:
        raise ModerationError(_("The part of the site these words belong to is no longer installed."))
    return subject


def record(decision: Decision, *, by: Any) -> None:
    """In the event log without anybody, in the access log with who acted."""
    case = decision.case
    events.record(
        CaseDecided(case=str(case.uuid), subject_kind=case.subject_kind, measure=str(decision.measure)),
        at=decision.at,
        actor_role=decision.role,
    )
    purpose = "moderation.review" if decision.is_review else "moderation.decide"
    access.log(actor=by, purpose=purpose, subject=f"moderation.Case:{case.uuid}", at=decision.at)


def role_of(person: Any) -> str:
    """The role in which somebody moderates, for the public record: never their name."""
    held = roles_of(person)
    return next(
        (role.value for role in (Role.MODERATOR, Role.AGENT, Role.ADMINISTRATOR) if role in held), Role.AGENT.value
    )
