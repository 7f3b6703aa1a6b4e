"""What the worker does for the rights of people."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from dreamplus.core import clock
from dreamplus.core.remains import leave_no_pages
from dreamplus.core.tasks import periodic, task
from dreamplus.people.rights.models import Export, ExportState
from dreamplus.people.rights.services import erasing, exporting, inactivity, purging
from dreamplus.theming.email import message


@task(name="rights.prepare_export", retries=3, slow=True)
def prepare_export(*, export: int) -> None:
    """Writes one copy of a person's data; one that is no longer wanted is nothing to do."""
    exporting.prepare(export=export, at=clock.now())


@task(name="rights.tell_ready", retries=8)
def tell_ready(*, export: int) -> None:
    """Says that the copy waits in the account: neither attached nor behind a link that would open it."""
    row = Export.objects.select_related("person").filter(pk=export, state=ExportState.READY).first()
    if row is None:
        return
    with translation.override(row.language):
        context = {"until": row.expires_at, "page": settings.DREAM_ORIGIN + reverse("rights:mine")}
    message("rights/email/ready", context, to=row.person.email, language=row.language).send()


@task(name="rights.tell_inactive", retries=8)
def tell_inactive(*, warning: int) -> None:
    """The one warning before an account that nobody uses is deleted."""
    inactivity.send_warning(warning=warning)


@periodic("hour", name="rights.end_exports")
def end_exports(*, at: datetime) -> None:
    """Deletes the files whose day is over."""
    exporting.end_due(at=at)


@periodic("hour", name="rights.catch_up")
def catch_up(*, at: datetime) -> None:
    """Writes in the journal the erasures that a full disk kept out of it."""
    erasing.catch_up()


@periodic("day", name="rights.purge", slow=True)
def purge(*, at: datetime) -> None:
    """What is due tonight, see `people.retention`."""
    try:
        purging.purge_all(at=at)
    finally:
        leave_no_pages()
