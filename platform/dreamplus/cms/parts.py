"""The sections of the site, for which a role may be given."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

from dreamplus.cms.pages import HomePage
from dreamplus.people.parts import Part


def sections() -> list[Part]:
    """The pages under the home page in the first language, drafts among them."""
    homes = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    return [_part(page) for home in homes for page in home.get_children().order_by("path")]


def _part(page: Page) -> Part:
    return Part(page.translation_key, page.draft_title or page.title)
