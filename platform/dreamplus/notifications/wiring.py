"""What this application declares to those below it, and hears from Wagtail and the accounts library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def connect() -> None:
    """Called once, when the applications are ready."""
    from allauth.account.signals import email_confirmed
    from wagtail.signals import page_published

    from dreamplus.cms import desk, slots
    from dreamplus.notifications import button, pages, personal_data, purging, unread
    from dreamplus.people import hooks

    personal_data.register()
    purging.register()
    pages.register()
    page_published.connect(pages.on_publish, dispatch_uid="notifications.pages")
    email_confirmed.connect(_confirmed, dispatch_uid="notifications.confirmed")
    slots.register("page.after_body", button.under_page, order=-10)
    desk.register(_desk)
    if _links not in hooks.account_links:
        hooks.account_links.append(_links)
        hooks.account_notes.append(unread.in_words)


def _confirmed(request: HttpRequest, email_address: Any, **signal: Any) -> None:
    """Whoever typed the code that was sent there reads what is sent there."""
    from dreamplus.core import clock
    from dreamplus.notifications.services.bouncing import settle_bounces

    settle_bounces(person=email_address.user, address=email_address.email, at=clock.now())


def _links(user: Any) -> list[Any]:
    from dreamplus.theming.navigation import NavItem

    return [
        NavItem(_("My notices"), reverse("notifications:list")),
        NavItem(_("What I follow, and how I am told"), reverse("notifications:preferences")),
    ]


def _desk(request: HttpRequest) -> Iterable[Any]:
    from dreamplus.people.doors import may_now
    from dreamplus.people.roles import Permission
    from dreamplus.theming.navigation import NavItem

    if may_now(request, Permission.MANAGE_PEOPLE):
        yield NavItem(_("See the letters that came back"), reverse("notifications:returned"))
