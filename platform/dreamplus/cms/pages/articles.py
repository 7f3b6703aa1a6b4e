"""News and blog: an index with its feed, and dated articles."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from dreamplus.cms.blocks import BodyBlock
from dreamplus.cms.pages.base import SitePage

PER_PAGE = 12


class ArticleIndexPage(RoutablePageMixin, SitePage):
    """The list of its articles, the newest first, and the same as an Atom feed."""

    parent_page_types = ["cms.HomePage"]
    show_in_menus_default = True

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from dreamplus.cms.queries import articles_of

        page = Paginator(articles_of(self), PER_PAGE).get_page(request.GET.get("page"))
        feed_href = (self.get_url(request) or "") + self.reverse_subpage("feed")
        return super().get_context(request, *args, **kwargs) | {"articles": page, "feed_href": feed_href}

    def leads_somewhere(self) -> bool:
        from dreamplus.cms.queries import articles_of

        return articles_of(self).exists()

    @path("fil/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """The last articles for feed readers."""
        from dreamplus.cms.feeds import article_feed

        return article_feed(self, request)


class ArticlePage(SitePage):
    """A dated text, under which other applications may show comments (slot `page.after_body`)."""

    published_on = models.DateField(_("date"), default=timezone.localdate)
    picture = models.ForeignKey(
        "cms.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("picture", heading=_("Picture at the top of the page")),
        FieldPanel("body"),
    ]
    subpage_types: list[str] = []

    class Meta:
        abstract = True


class NewsIndexPage(ArticleIndexPage):
    """News of the collectivité."""

    template = "cms/article_index_page.html"
    subpage_types = ["cms.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")


class NewsPage(ArticlePage):
    """One piece of news."""

    template = "cms/article_page.html"
    parent_page_types = ["cms.NewsIndexPage"]

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")


class BlogIndexPage(ArticleIndexPage):
    """A blog: texts that somebody signs."""

    template = "cms/article_index_page.html"
    subpage_types = ["cms.BlogPage"]

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")


class BlogPage(ArticlePage):
    """A signed text."""

    author_name = models.CharField(_("signed by"), max_length=120)

    content_panels = [*ArticlePage.content_panels, FieldPanel("author_name")]
    template = "cms/article_page.html"
    parent_page_types = ["cms.BlogIndexPage"]
    searched_fields = ("summary", "author_name")

    class Meta:
        verbose_name = _("blog article")
        verbose_name_plural = _("blog articles")
