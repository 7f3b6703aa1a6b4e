"""A consultation is prepared: pages in draft, activities without effect until it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Site

from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.rules.words import clean, paragraphs
from consultations.proposals.services.themes import set_themes
from consultations.rules.law import ProcessType
from consultations.rules.line import Milestone
from dreamplus.cms.slugs import free_slug
from dreamplus.participation.enums import Visibility
from dreamplus.participation.services import set_dates, set_visibility
from dreamplus.people.models import User


@dataclass(frozen=True)
class Collection:
    """The step that collects proposals."""

    opens_at: datetime | None
    closes_at: datetime
    themes: Sequence[str] = field(default=())


@transaction.atomic
def create_process(
    *,
    title: str,
    summary: str,
    body: str,
    commitment: str,
    milestones: Sequence[Milestone],
    collection: Collection | None,
    by: User,
    at: datetime,
    index: ProcessIndexPage | None = None,
    kind: ProcessType = ProcessType.CONSULTATION,
    decided_on: date | None = None,
    outcome_by: date | None = None,
) -> ProcessPage:
    """A draft under the list of consultations, with its collection of proposals. Raises `DatesRefused`."""
    parent = index or process_index()
    page = ProcessPage(
        title=title,
        slug=free_slug(parent, title, otherwise="consultation"),
        summary=summary,
        commitment=clean(commitment),
        process_type=kind,
        decided_on=decided_on,
        outcome_by=outcome_by,
        live=False,
        owner=by,
        locale=parent.locale,
    )
    page.body = [("paragraph", as_rich_text(part)) for part in paragraphs(clean(body))]
    page.milestones = [("milestone", {"label": m.label, "when": m.when, "on": m.on}) for m in milestones]
    parent.add_child(instance=page)
    page.save_revision(user=by)
    if collection is not None:
        add_collection(process=page, collection=collection, by=by, at=at)
    return page


@transaction.atomic
def add_collection(*, process: ProcessPage, collection: Collection, by: User, at: datetime) -> ProposalsPage:
    """A step that collects proposals, in draft. What people write is public at once: its figures are live."""
    title = _("Your proposals")
    slug = free_slug(process, title, otherwise="propositions")
    page = ProposalsPage(title=title, slug=slug, live=False, owner=by, locale=process.locale, show_in_menus=False)
    process.add_child(instance=page)
    page.save_revision(user=by)
    set_visibility(activity=page.activity, results_visibility=Visibility.LIVE, at=at)
    set_dates(activity=page.activity, opens_at=collection.opens_at or at, closes_at=collection.closes_at, at=at)
    set_themes(activity=page.activity, labels=collection.themes)
    return page


def process_index() -> ProcessIndexPage:
    """The list of consultations of the default site, made when the first consultation needs it."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    found = ProcessIndexPage.objects.descendant_of(site.root_page).order_by("path").first()
    if found is not None:
        return found
    page = ProcessIndexPage(
        title=_("Take part"),
        slug=free_slug(site.root_page, "participer", otherwise="participer"),
        show_in_menus=True,
        locale=site.root_page.locale,
    )
    site.root_page.add_child(instance=page)
    page.save_revision().publish()
    return page


def as_rich_text(paragraph: str) -> str:
    """Plain words as one paragraph of rich text, everything else escaped."""
    lines = paragraph.split("\n")
    escaped = format_html("{}", lines[0])
    for one in lines[1:]:
        escaped = format_html("{}<br/>{}", escaped, one)
    return format_html("<p>{}</p>", escaped)
