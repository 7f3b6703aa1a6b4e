"""What the worker does for consultations."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from consultations.previews import PreviewLink
from consultations.validations import Validation
from dreamplus.core.tasks import periodic, task
from dreamplus.theming.email import message


@task(name="consultations.send_validation", retries=5)
def send_validation(*, validation: int) -> None:
    """To who is asked; once they have decided, to who asked. Whoever left meanwhile gets none."""
    found = Validation.objects.select_related("process", "asked_by", "asked_of").filter(pk=validation).first()
    if found is None:
        return
    decided = found.decided_at is not None
    to = found.asked_by if decided else found.asked_of
    if to is None or not to.address:
        return
    name = "prepare" if decided else "validate"
    link = settings.DREAM_ORIGIN + reverse(f"consultations_staff:{name}", args=[found.process_id])
    context = {"validation": found, "title": found.process.draft_title, "link": link}
    template = "consultations/email/decided" if decided else "consultations/email/asked"
    message(template, context, to=to.address, language=to.language).send()


@periodic("day", name="consultations.forget_links")
def forget_links(*, at: datetime) -> None:
    """Links that lead nowhere any more."""
    PreviewLink.objects.filter(expires_at__lte=at).delete()
    PreviewLink.objects.filter(process__live=True).delete()
