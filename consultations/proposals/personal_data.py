"""What proposals hold about a person: words published, words being written, supports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from consultations.proposals.models import Draft, Proposal, Support
from dreamplus.people import personal_data
from dreamplus.people.models import User


def register() -> None:
    """Called once, when the applications are ready."""
    for model, export, erase in (
        ("proposals.Proposal", _proposals, _keep_published),
        ("proposals.Draft", _drafts, _forget_drafts),
        ("proposals.Support", _supports, _unname_supports),
    ):
        personal_data.register(personal_data.PersonalData(model=model, export=export, erase=erase))


def _proposals(user: User) -> list[dict[str, Any]]:
    found = Proposal.objects.filter(contribution__author=user).select_related("contribution", "activity")
    return [
        {
            "collection": one.activity.title,
            "title": one.title,
            "body": one.body,
            "published": one.contribution.created_at.isoformat(),
            "shown": one.contribution.status,
            "status": one.status,
            "answer": one.answer,
            "versions": [
                {"title": old.title, "body": old.body, "at": old.at.isoformat()} for old in one.versions.all()
            ],
        }
        for one in found.prefetch_related("versions").order_by("pk")
    ]


def _drafts(user: User) -> list[dict[str, Any]]:
    found = Draft.objects.filter(person=user).select_related("activity").order_by("pk")
    return [
        {"collection": one.activity.title, "title": one.title, "body": one.body, "saved": one.saved_at.isoformat()}
        for one in found
    ]


def _supports(user: User) -> list[dict[str, Any]]:
    found = Support.objects.filter(person=user).select_related("proposal").order_by("pk")
    return [{"proposal": one.proposal.title, "at": one.at.isoformat()} for one in found]


def _keep_published(*, user: User, at: datetime) -> None:
    """The public record stays; its contribution, kept by `participation`, loses its author."""


def _forget_drafts(*, user: User, at: datetime) -> None:
    Draft.objects.filter(person=user).delete()


def _unname_supports(*, user: User, at: datetime) -> None:
    """A support stays counted, without the person."""
    Support.objects.filter(person=user).update(person=None)
