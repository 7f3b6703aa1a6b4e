"""Reports as they were kept before there was one moderation, made cases and back; for the migrations of those who kept
them. Goes when migrations are squashed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dreamplus.core.references import new_reference

GROUNDS = {
    "illegal": ("autre-illicite", "Autre contenu contraire à la loi", "legal"),
    "hurtful": ("injure-diffamation", "Injure ou diffamation", "legal"),
    "personal": ("vie-privee", "Vie privée ou données personnelles", "legal"),
    "advertising": ("publicite", "Publicité ou démarchage", "charter"),
    "other": ("autre-charte", "Autre manquement à la charte", "charter"),
}
REASONS = {code: reason for reason, (code, _title, _nature) in GROUNDS.items()}


@dataclass(frozen=True)
class Former:
    """A report of then. `hidden_reason` is that of the words; `kept` None while nobody had decided."""

    key: str
    author: int | None
    reason: str
    words: str
    person: int | None
    email: str
    created_at: datetime
    handled_at: datetime | None
    kept: bool | None
    hidden_reason: str


def to_cases(apps: Any, kind: str, reports: Iterable[Former]) -> None:
    """One case for all that waits on the same words, one for each decision."""
    grounds, cases = apps.get_model("moderation", "Ground").objects, apps.get_model("moderation", "Case").objects
    made: dict[tuple[str, datetime | None], Any] = {}
    for one in reports:
        code, title, nature = GROUNDS[one.reason]
        ground, _new = grounds.get_or_create(code=code, defaults={"title": title, "words": title, "nature": nature})
        case = made.get((one.key, one.handled_at))
        if case is None:
            case = cases.create(
                subject_kind=kind,
                subject_key=one.key,
                source="notice",
                author_id=one.author,
                state="closed" if one.handled_at else "open",
                opened_at=one.created_at,
                waiting_since=one.created_at,
                closed_at=one.handled_at,
            )
            made[one.key, one.handled_at] = case
            _decide(apps, case, ground, one)
        apps.get_model("moderation", "NoticeReceived").objects.create(
            reference=new_reference("S"),
            case=case,
            ground=ground,
            location="–",
            explanation=one.words or "–",
            email=one.email,
            person_id=one.person,
            good_faith=True,
            received_at=one.created_at,
        )


def _decide(apps: Any, case: Any, ground: Any, one: Former) -> None:
    if one.handled_at is None:
        return
    hidden = one.kept is False
    apps.get_model("moderation", "Decision").objects.create(
        case=case,
        reference=new_reference("D"),
        measure="hidden" if hidden else "kept",
        ground=ground if hidden else None,
        facts=(one.hidden_reason or "–") if hidden else "",
        role="agent",
        at=one.handled_at,
    )


def from_cases(apps: Any, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The other way: the key of the words and the columns of each report; the cases are deleted."""
    found = []
    notices = apps.get_model("moderation", "NoticeReceived").objects.filter(case__subject_kind=kind)
    for notice in notices.select_related("case", "ground").prefetch_related("case__decisions"):
        last = notice.case.decisions.order_by("at").last()
        columns = {
            "reason": REASONS.get(notice.ground.code, "other"),
            "words": "" if notice.explanation == "–" else notice.explanation,
            "reporter_id": notice.person_id,
            "email": notice.email,
            "created_at": notice.received_at,
            "handled_at": last.at if last else None,
        }
        kept = {"kept": last.measure == "kept" if last else None}
        found.append((notice.case.subject_key, columns | kept))
    apps.get_model("moderation", "Case").objects.filter(subject_kind=kind).delete()
    return found
