"""A consultation is sent to a second person, who agrees or sends it back with a reason."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.queries.activities import activity_of, activity_pages, parent_path, paths_of, under
from consultations.tasks import send_validation
from consultations.validations import Validation
from dreamplus.core import access
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import Activity
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission, Role, allows


def fingerprint(process: ProcessPage) -> str:
    """SHA-256 of everything that people will read and of every rule: what changes it is read again."""
    rows = activity_pages(under([process.path]), drafts=True)
    paths = [process.path, *(row[1] for row in rows)]
    pages = Page.objects.filter(path__in=paths).order_by("path").values_list("path", "latest_revision_id")
    rules = [
        [
            str(one.uuid),
            one.opens_at and one.opens_at.isoformat(),
            one.closes_at and one.closes_at.isoformat(),
            one.audience,
            one.results_visibility,
            {name: value for name, value in one.rules.items() if name not in ("frozen", "lists", "terms")},
        ]
        for one in (activity_of(row) for row in rows)
    ]
    told = json.dumps([list(pages), sorted(rules, key=str)], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def readers(but: User) -> QuerySet[User]:
    """Who may be asked: people of the staff who validate, everywhere, but the one who asks."""
    roles = [role for role in Role if allows(role, Permission.VALIDATE)]
    granted = RoleGrant.objects.filter(role__in=roles, part=None).values("user")
    return User.objects.filter(pk__in=granted, is_active=True).exclude(pk=but.pk).order_by("display_name", "pk")


def last(process: ProcessPage) -> Validation | None:
    """The last one that was asked for."""
    found = Validation.objects.filter(process=process).select_related("asked_by", "asked_of")
    return found.order_by("-pk").first()


def unmet(process: ProcessPage) -> list[str]:
    """What stops the opening: a reading that is due, waits, or ended with a reason."""
    told = last(process)
    if told is not None and told.decided_at is None:
        return [_("Somebody is reading it: wait for their answer, or take the request back.")]
    if told is not None and told.fingerprint == fingerprint(process):
        return [] if told.agreed else [_("It was sent back: %(remark)s") % {"remark": told.remark}]
    if not _is_needed(process):
        return []
    if told is not None:
        return [_("It changed since it was read: send it for validation again.")]
    return [_("Send it for validation: a second person reads it before it opens.")]


def _is_needed(process: ProcessPage) -> bool:
    return ProcessIndexPage.objects.filter(path=parent_path(process.path), needs_validation=True).exists()


def missing_above(activity: Activity) -> list[str]:
    """The same for one activity: of the consultation under which its pages stand, while that is not on line."""
    above = {parent_path(path) for path in paths_of(activity)}
    found = ProcessPage.objects.filter(path__in=above) if above else ProcessPage.objects.none()
    waiting = found.filter(Q(validations__isnull=False) | Q(path__in=_under_a_rule(above))).distinct()
    return [sentence for process in waiting if not process.live for sentence in unmet(process)]


def _under_a_rule(paths: set[str]) -> list[str]:
    """Of these consultations, those whose list asks for a second person."""
    lists = ProcessIndexPage.objects.filter(needs_validation=True, path__in={parent_path(path) for path in paths})
    tops = list(lists.values_list("path", flat=True))
    return [path for path in paths if parent_path(path) in tops]


@transaction.atomic
def ask(*, process: ProcessPage, of: User, by: User, at: datetime) -> Validation:
    """Sends it to `of`, who is told by e-mail. Raises `ParticipationError` where it waits already, or for oneself."""
    Page.objects.select_for_update().get(pk=process.pk)
    if of.pk == by.pk or not may(of, Permission.VALIDATE):
        raise ParticipationError(_("Choose somebody else of the staff, who may validate."))
    if Validation.objects.filter(process=process, decided_at=None).exists():
        raise ParticipationError(_("It waits for somebody already."))
    asked = Validation.objects.create(
        process=process, fingerprint=fingerprint(process), asked_by=by, asked_of=of, asked_at=at
    )
    send_validation.enqueue(validation=asked.pk)
    return asked


@transaction.atomic
def decide(*, process: ProcessPage, agreed: bool, remark: str, seen: str, by: User, at: datetime) -> Validation:
    """By whoever validates, the one who was asked or another, but never the one who asks; who asked is told. `seen`:
    the fingerprint of what was read.

    Raises `PermissionError`, and `ParticipationError` when nothing waits, when it changed since, without a reason.
    """
    found = Validation.objects.select_for_update(of=("self",)).filter(process=process, decided_at=None).first()
    if found is None:
        raise ParticipationError(_("It waits for nobody any more."))
    if found.asked_by_id == by.pk or not may(by, Permission.VALIDATE):
        raise PermissionError("a second person decides, who may validate")
    remark = remark.strip()
    if not agreed and not remark:
        raise ParticipationError(_("Write what is to be changed."))
    now = fingerprint(process)
    if agreed and seen != now:
        raise ParticipationError(_("It was changed while you read it: read it again below, then decide."))
    found.decided_at, found.agreed, found.remark, found.asked_of, found.fingerprint = at, agreed, remark, by, now
    found.save(update_fields=["decided_at", "agreed", "remark", "asked_of", "fingerprint"])
    access.log(actor=by, purpose="consultations.validate", subject=f"consultations.ProcessPage:{process.pk}", at=at)
    send_validation.enqueue(validation=found.pk)
    return found


def take_back(*, process: ProcessPage) -> None:
    """Nobody waits for an answer any more."""
    Validation.objects.filter(process=process, decided_at=None).delete()
