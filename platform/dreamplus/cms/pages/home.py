"""The first page of a site."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

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

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Finds a page further down by its whole address: two queries in all, where Wagtail asks two a level.

        What is the address of no page is left to the last page on the way, which may know it: the feed of the news.
        """
        if len(path_components) > 1:
            addresses = [f"{self.url_path}{'/'.join(path_components[:n])}/" for n in range(1, len(path_components) + 1)]
            on_the_way = Page.objects.descendant_of(self).filter(url_path__in=addresses)
            last = on_the_way.order_by("-depth").first()
            if last is not None:
                return last.specific.route(request, path_components[last.depth - self.depth :])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from dreamplus.cms.branding import picture_of
        from dreamplus.cms.queries import href_above, latest_news

        news = latest_news(self)
        news_href = href_above(news[0], request) if news else ""
        more = {"latest_news": news, "news_href": news_href, "picture": picture_of(request)}
        return super().get_context(request, *args, **kwargs) | more
