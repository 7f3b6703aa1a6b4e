"""When a source goes into quarantine, those who may decide are told by e-mail."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from dreamplus.core.events import handles
from dreamplus.core.tasks import task
from dreamplus.federation.harvest.events import SourceQuarantined
from dreamplus.federation.harvest.models import Source
from dreamplus.federation.harvest.sentences import explain
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.roles import STAFF, Permission, allows
from dreamplus.theming import email


@handles(SourceQuarantined, name="harvest.tell_officers")
def tell_officers(event: SourceQuarantined, *, record_id: int, at: datetime) -> None:
    """One letter for each person who manages the federation."""
    roles = [role.value for role in STAFF if allows(role, Permission.MANAGE_FEDERATION)]
    officers = RoleGrant.objects.filter(role__in=roles, user__is_active=True).values_list("user", flat=True)
    for officer in sorted(set(officers)):
        send_warning.enqueue(officer=officer, source=event.source, fault=event.fault)


@task(name="harvest.send_warning", retries=5)
def send_warning(*, officer: int, source: int, fault: str) -> None:
    """Says which source, why, and what to do."""
    person = User.objects.filter(pk=officer, is_active=True).first()
    found = Source.objects.select_related("territory").filter(pk=source).first()
    if person is None or found is None:
        return
    with translation.override(person.language):
        context = {"source": found, "sentence": explain(fault), "address": reverse("harvest:communes")}
    email.message("harvest/email/quarantine", context, to=person.email, language=person.language).send()
