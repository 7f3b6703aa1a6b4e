"""The first page of a site."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from dreamplus.cms.blocks import BodyBlock
from dreamplus.cms.pages.base import SitePage


class HomePage(SitePage):
    """One sentence, what is open now (a slot), what became of it (a slot), the last news."""

    sentence = models.CharField(
        _("first sentence"),
        max_length=120,
        help_text=_(
            "What you tell people who arrive, large, for instance: “The market square, let’s redo it together.”"
        ),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("sentence"), FieldPanel("body")]
    searched_fields = ("summary", "sentence")
    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    show_in_menus_default = False

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from dreamplus.cms.branding import picture_of
        from dreamplus.cms.queries import latest_news

        news = latest_news(self)
        news_href = news[0].get_parent().get_url(request) if news else ""
        more = {"latest_news": news, "news_href": news_href, "picture": picture_of(request)}
        return super().get_context(request, *args, **kwargs) | more
