"""What this application hears from below and from Wagtail, and what it hands to others: connected once, at start."""

from __future__ import annotations

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from dreamplus.cms import branding, choosers, dates, indexing, languages, menus, personal_data, search, territories
from dreamplus.cms import tasks as tasks  # registers the worker's tasks
from dreamplus.cms.brand import Brand
from dreamplus.cms.caches import forget
from dreamplus.cms.media import Image
from dreamplus.cms.pages import HomePage
from dreamplus.cms.parts import sections
from dreamplus.cms.services.groups import assign_groups, ensure_groups
from dreamplus.people import parts, processings
from dreamplus.people.assisted import open_to
from dreamplus.people.hooks import roles_changed
from dreamplus.theming import brand as theming_brand
from dreamplus.theming import navigation


def connect() -> None:
    """Called by `AppConfig.ready()`."""
    choosers.install()
    dates.install()
    personal_data.register()
    parts.register(sections)
    processings.set_controller(personal_data.controller)
    theming_brand.set_provider(branding.of_request)
    navigation.set_provider(menus.main)
    navigation.set_footer_provider(menus.footer)
    navigation.set_languages_provider(languages.codes)
    if assign_groups not in roles_changed:
        roles_changed.append(assign_groups)
    open_to.allow("wagtail_serve", "wagtaildocs_serve", "cms:search", "cms:territories", "cms:territory")
    open_to.allow("cms:contact", "cms:site_map", "cms:legal_notice", "cms:personal_data", "cms:accessibility")
    open_to.allow_machines("cms_media", "cms_admin_css", "robots", "sitemap", "security_txt")
    search.register(search.Source("pages", _("Pages"), search.page_rows, search.page_hits))
    if settings.DREAM_ROLE == "hub":
        search.register(search.Source("communes", _("Communes"), territories.rows, territories.hits))
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget, dispatch_uid="cms.forget")
    for model in (Brand, Image, Site, Locale, Page, PageViewRestriction):
        if model is not Page:
            post_save.connect(forget, sender=model, dispatch_uid="cms.forget")
        post_delete.connect(forget, sender=model, dispatch_uid="cms.forget")
    page_published.connect(indexing.on_publish, dispatch_uid="cms.index")
    page_unpublished.connect(indexing.on_unpublish, dispatch_uid="cms.index")
    copy_for_translation_done.connect(_in_another_language, dispatch_uid="cms.groups")
    post_save.connect(_new_home, sender=HomePage, dispatch_uid="cms.groups")


def _in_another_language(target_obj: object, **_signal: object) -> None:
    """Who writes in a part of the site writes in its translations."""
    if isinstance(target_obj, Page):
        ensure_groups()


def _new_home(sender: type[HomePage], instance: HomePage, created: bool = False, **_signal: object) -> None:
    """A home page in another language is the agents' to write, like the first."""
    if created:
        ensure_groups()
