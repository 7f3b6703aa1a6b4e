"""Letters of organisations, and invitations whose days are over."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from dreamplus.core.tasks import task
from dreamplus.people.organisations.models import Invitation, Organisation
from dreamplus.theming.email import message


@task(name="organisations.tell_decided", retries=8)
def tell_decided(*, organisation: int) -> None:
    """Each delegate learns what the town hall decided."""
    found = Organisation.objects.filter(pk=organisation).first()
    if found is None:
        return
    page = settings.DREAM_ORIGIN + reverse("organisations:one", args=[found.uuid])
    for delegate in found.delegates.select_related("user"):
        context = {"organisation": found, "page": page}
        message("organisations/email/decided", context, to=delegate.user.email, language=delegate.user.language).send()


@task(name="organisations.tell_invited", retries=8)
def tell_invited(*, organisation: int, email: str, secret: str, by: str) -> None:
    """The letter with the link."""
    found = Organisation.objects.filter(pk=organisation).first()
    if found is None:
        return
    page = settings.DREAM_ORIGIN + reverse("organisations:accept", args=[secret])
    message("organisations/email/invited", {"organisation": found, "by": by, "page": page}, to=email).send()


def due(at: datetime) -> int:
    return Invitation.objects.filter(expires_at__lte=at).count()


def purge(at: datetime) -> int:
    return Invitation.objects.filter(expires_at__lte=at).delete()[0]
