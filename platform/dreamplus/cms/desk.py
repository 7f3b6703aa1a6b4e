"""The first screen of the staff side: what one may begin, in verbs; other applications add theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Site

from dreamplus.cms.pages import InformationPage, NewsIndexPage, NewsPage
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission
from dreamplus.theming.navigation import NavItem

Provider = Callable[[HttpRequest], Iterable[NavItem]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Adds what `provider` offers to whoever asks, in `AppConfig.ready()`: only what that person may do."""
    if provider not in _providers:
        _providers.append(provider)


def offered(request: HttpRequest) -> list[NavItem]:
    """What this person may begin, our pages first."""
    return [item for provider in [_pages, _lists, *_providers] for item in provider(request)]


class Desk(Component):
    """The list of these verbs on the dashboard."""

    name = "desk"
    order = 50
    template_name = "cms/admin/desk.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"offered": offered(parent_context["request"])}


def _pages(request: HttpRequest) -> Iterable[NavItem]:
    site = Site.find_for_request(request)
    if site is None or not site.root_page.permissions_for_user(request.user).can_add_subpage():
        return
    news = NewsIndexPage.objects.child_of(site.root_page).first()
    if news is not None:
        yield NavItem(_("Write a piece of news"), add_address(NewsPage, news.pk))
    yield NavItem(_("Write an information page"), add_address(InformationPage, site.root_page_id))
    if may(request.user, Permission.EDIT_PAGES):
        yield NavItem(_("What is read"), reverse("cms_staff:visits"))


def _lists(request: HttpRequest) -> Iterable[NavItem]:
    """Lists of people, kept below this application: to make one, or to find somebody on it."""
    if may(request.user, Permission.MANAGE_ROLLS):
        yield NavItem(_("Lists of people"), reverse("rolls_staff:rolls"))
    elif may(request.user, Permission.VOUCH):
        yield NavItem(_("At the counter"), reverse("rolls_staff:counter"))
    if may(request.user, Permission.ASSIST):
        yield NavItem(_("Help somebody to take part"), reverse("assisted_staff:board"))


def add_address(model: type[Any], parent: int) -> str:
    """Where a page of that type is begun under `parent`."""
    meta = model._meta
    return reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent])
