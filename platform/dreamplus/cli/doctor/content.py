"""What the database says: staff, tasks, compulsory pages. Asked only when its tables are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from dreamplus.cli.doctor.finding import Check, Finding, danger, note, warning
from dreamplus.cms.pages import HomePage
from dreamplus.cms.queries import missing_by_law
from dreamplus.core import clock
from dreamplus.core.tasks.health import health
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.rights import journal
from dreamplus.people.rights.models import Erasure
from dreamplus.people.rights.services import erasing
from dreamplus.people.roles import Role
from dreamplus.people.second_factor import FACTORS

SILENCE = timedelta(minutes=10)


def second_factors() -> Iterator[Finding]:
    staff = User.objects.filter(is_active=True, is_staff=True)
    without = staff.exclude(authenticator__type__in=FACTORS).count()
    if without:
        yield warning(
            f"{without} of {staff.count()} members of staff have no second factor yet: they cannot work.",
            "They set it up under “Mon compte”.",
        )


def administrators() -> Iterator[Finding]:
    if not RoleGrant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exists():
        yield danger("Nobody is administrator.", "dreamplus manage dream_administrator EMAIL")


def tasks() -> Iterator[Finding]:
    at = clock.now()
    state = health(at=at)
    if state.dead:
        names = ", ".join(sorted({task.name for task in state.dead})[:5])
        yield warning(f"{len(state.dead)} tasks failed for good: {names}.", "Their errors are in the journal.")
    if state.is_late(at):
        yield danger(f"{state.due} tasks wait for a worker: e-mails are late.", "systemctl restart dreamplus")
    elif state.last_done is None or at - state.last_done > SILENCE:
        yield note("No task was done in the last ten minutes.", "Is the service running? systemctl status dreamplus")


def address() -> Iterator[Finding]:
    """Links in e-mails and feeds follow the site's own record of its address."""
    if not HomePage.objects.exists():
        yield danger("The site has no page yet.", "dreamplus found “Commune de …”")
        return
    site = Site.objects.filter(is_default_site=True).first()
    wanted = urlsplit(settings.DREAM_ORIGIN).hostname
    if site is None or site.hostname != wanted:
        yield warning(f"The site does not know that it lives at {wanted}.", "Run `dreamplus migrate`.")


def compulsory_pages() -> Iterator[Finding]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    missing = missing_by_law(site.root_page) if site else []
    if missing:
        words = "; ".join(f"{page} ({field})" for page, field in missing)
        yield warning(f"Mentions that the law asks for are empty: {words}.", "An agent fills them in, under “Pages”.")


def erasures() -> Iterator[Finding]:
    """A database restored by hand, or a journal that could not be written."""
    back = len(erasing.come_back())
    if back:
        yield danger(f"{back} people who were erased are back: a backup was restored.", "dreamplus erasures replay")
    held = journal.read()
    unwritten = sum(mark not in held for mark in Erasure.objects.values_list("mark", flat=True))
    if unwritten:
        yield warning(
            f"{unwritten} erasures are not in the journal: a restored backup would undo them.",
            f"Can {journal.path()} be written? Then `dreamplus erasures replay`.",
        )


CHECKS: tuple[Check, ...] = (second_factors, administrators, tasks, address, compulsory_pages, erasures)
