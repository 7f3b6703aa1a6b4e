"""What proposals hold about a person: words published, words being written, supports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.proposals.models import Draft, Proposal, Support, Version
from dreamplus.people import personal_data
from dreamplus.people.models import User


def register() -> None:
    """Called once, when the applications are ready."""
    for model, export, erase, withdraw, what, keep in (
        ("proposals.Proposal", _proposals, _keep_published, _take_words, _("Your proposals"), "public_record"),
        (
            "proposals.Version",
            personal_data.nothing_to_tell,  # told with their proposal
            _keep_published,
            _take_versions,
            _("What your proposals said before"),
            "public_record",
        ),
        ("proposals.Draft", _drafts, _forget_drafts, None, _("What you are writing"), "draft"),
        ("proposals.Support", _supports, _unname_supports, None, _("The proposals you support"), "public_record"),
    ):
        personal_data.register(
            personal_data.PersonalData(
                model, export, erase, what=what, why="participation", keep=keep, withdraw=withdraw
            )
        )
    personal_data.exempt("proposals.Theme", because="headings written by the agents")


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


def _take_words(*, user: User, at: datetime) -> None:
    """The place stays, with its supports and the answer of the collectivité; the words go, also from the search."""
    Proposal.objects.filter(contribution__author=user).update(title="", body="", search_text="")


def _take_versions(*, user: User, at: datetime) -> None:
    Version.objects.filter(proposal__contribution__author=user).update(title="", body="")


def _forget_drafts(*, user: User, at: datetime) -> None:
    Draft.objects.filter(person=user).delete()


def _unname_supports(*, user: User, at: datetime) -> None:
    """A support stays counted, without the person."""
    Support.objects.filter(person=user).update(person=None)
