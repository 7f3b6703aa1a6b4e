"""The staff side as an agent needs it: fewer entries, the collectivité's colour, nothing that calls elsewhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.registry import register_setting

from dreamplus.cms import brand_preview, desk
from dreamplus.cms.brand import Brand
from dreamplus.cms.media import Document
from dreamplus.people import doors

USELESS = {"reports", "help", "redirects", "sites", "locales", "collections", "workflows", "workflow-tasks"}

Brand.panels = [
    MultiFieldPanel(
        [FieldPanel("name"), FieldPanel("tagline"), FieldPanel("initials"), FieldPanel("logo")], heading=_("Name")
    ),
    MultiFieldPanel([FieldPanel("primary"), FieldPanel("accent"), brand_preview.BrandExample()], heading=_("Colours")),
    FieldPanel("picture"),
]
register_setting(Brand, icon="view", order=100)


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
def keep_what_an_agent_needs(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in USELESS]


@hooks.register("register_admin_menu_item")
def see_the_site() -> MenuItem:
    # The whole address: Wagtail marks as current every entry whose path begins the present one.
    address = f"{settings.DREAM_ORIGIN}/"
    return MenuItem(_("See the site"), address, icon_name="link-external", name="see-the-site", order=20000)


@hooks.register("construct_homepage_panels")
def begin_here_and_go_on(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [desk.Desk(), *(panel for panel in panels if panel.name == "recent_edits")]


@hooks.register("construct_page_action_menu")
def no_locks(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in {"action-lock", "action-unlock"}]


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        reverse("cms_admin_css"),
        static("cms/admin.css"),
    )


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("cms/admin.js"))


@hooks.register("register_admin_urls")
def brand_urls() -> list[Any]:
    return [path("dream/marque/apercu/", brand_preview.preview, name="dream_brand_preview")]


@hooks.register("before_serve_document")
def private_documents(document: Document, request: HttpRequest) -> HttpResponse | None:
    """A private document opens for the staff alone, second factor shown."""
    return doors.refusal(request) if document.private else None
