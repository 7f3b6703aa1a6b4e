"""Comments under news and blog articles, in the slot that `cms` draws there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deliberation.comments import rendering, targets
from dreamplus.cms import slots
from dreamplus.cms.pages import BlogPage, NewsPage
from dreamplus.notifications import pages as notice_pages
from dreamplus.participation.audience import Refusal


def register() -> None:
    for model in (NewsPage, BlogPage):
        targets.register(
            targets.Target(
                model,
                may_read=_is_public,
                refusal=_refusal,
                href=_href,
                title=lambda page: page.title,
                subject=notice_pages.key_of,
            )
        )
    slots.register("page.after_body", _render)


def _render(request: HttpRequest, page: Any) -> SafeString | None:
    return rendering.comments_under(request, page.specific) or None


def _is_public(user: Any, page: Any) -> bool:
    return bool(page.live and not page.get_view_restrictions())


def _href(page: Any) -> str:
    return str(page.get_absolute_url())


def _refusal(user: Any, page: Any) -> Refusal | None:
    if user.is_authenticated:
        return None
    return signed_out_refusal()


def signed_out_refusal() -> Refusal:
    return Refusal(
        _("To publish your comment, sign in: you receive a code by e-mail, no password is needed."),
        _("Receive a code by e-mail"),
        reverse("account_login"),
    )
