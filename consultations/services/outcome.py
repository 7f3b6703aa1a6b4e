"""What came of a consultation: written by an agent, kept as a draft, then put on line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from consultations.outcome_page import OutcomePage
from consultations.pages import ProcessPage
from consultations.proposals.rules.words import clean
from consultations.queries.activities import activity_of, activity_pages, under
from consultations.rules.law import LAWS
from dreamplus.cms.slugs import free_slug
from dreamplus.core import access
from dreamplus.participation.errors import NotReady
from dreamplus.people.models import User


@dataclass(frozen=True)
class Words:
    """What was said, what is taken up of it, what was decided and why."""

    said: str
    taken_up: str
    reasons: str = ""

    def clean(self) -> Words:
        return Words(clean(self.said), clean(self.taken_up), clean(self.reasons))


def draft_of(process: ProcessPage) -> OutcomePage | None:
    """The page of the result as last written, on line or not."""
    page = OutcomePage.objects.child_of(process).first()
    return page.get_latest_revision_as_object() if page else None


@transaction.atomic
def write_outcome(*, process: ProcessPage, words: Words, publish: bool, by: User, at: datetime) -> OutcomePage:
    """Keeps a draft, or puts it on line. Raises `NotReady` with each thing that is missing; nothing is kept then."""
    words = words.clean()
    Page.objects.select_for_update().get(pk=process.pk)  # two agents who begin at once write one page
    process = ProcessPage.objects.get(pk=process.pk)
    if publish and (missing := why_not_publish(process, words, at)):
        raise NotReady(missing)
    page = draft_of(process)
    if page is None:
        title = _("What came of it")
        slug = free_slug(process, title, otherwise="bilan")
        page = OutcomePage(title=title, slug=slug, live=False, owner=by, locale=process.locale, **asdict(words))
        process.add_child(instance=page)
    for name, text in asdict(words).items():
        setattr(page, name, text)
    revision = page.save_revision(user=by, clean=publish)  # a draft may be half written
    if publish:
        revision.publish(user=by, skip_permission_checks=True)  # the door asked for MANAGE_ACTIVITIES
        page.refresh_from_db()
        access.log(actor=by, purpose="consultations.outcome", subject=f"consultations.ProcessPage:{process.pk}", at=at)
    return page


def why_not_publish(process: ProcessPage, words: Words, at: datetime) -> list[str]:
    """In sentences, for who writes it."""
    found = []
    for row in activity_pages(under([process.path]), private=True):
        one = activity_of(row)
        if one.closes_at is None or one.closes_at > at:
            found.append(_("“%(step)s” is still open: its result comes after its closing.") % {"step": row[2]})
    if not words.said:
        found.append(_("Say what people said."))
    if not words.taken_up:
        found.append(_("Say what is taken up, and why the rest is not."))
    if not words.reasons and LAWS[process.kind].reasons:
        found.append(_("Write the decision and its reasons: the law asks for them here."))
    return found
