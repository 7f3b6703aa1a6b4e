"""What every page of the house has."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.utils.decorators import cached_classmethod

EASY_FEATURES = ["bold", "ol", "ul", "link"]
EASY_PARAMETER = "facile"


class SitePage(Page):
    """A page under `theming/base.html`: a summary for lists and engines, an easy-to-read twin, words for the search.

    Sub-classes add their panels to `content_panels`, set `template` (which extends `cms/page.html`) and name in
    `searched_fields` the text fields that readers may search; rich text and stream fields are always searched.
    """

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences, shown under the title, in lists and by search engines."),
    )
    easy_text = RichTextField(
        _("easy-to-read text"),
        blank=True,
        features=EASY_FEATURES,
        help_text=_("The same content in short sentences and everyday words. Readers switch to it with one link."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    easy_panels = [FieldPanel("easy_text")]
    promote_panels = [
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("show_in_menus")], heading=_("Address and menu")),
    ]
    searched_fields: tuple[str, ...] = ("summary",)
    _above: tuple[str, list[Page]] | None = None

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The path of the page on its site, empty when it belongs to none."""
        return self.url or ""

    def above(self) -> list[Page]:
        """The pages above this one, the home page first: read once for its place in the tree, hence once a request."""
        if self._above is None or self._above[0] != self.path:
            paths = [self.path[:end] for end in range(2 * self.steplen, len(self.path), self.steplen)]
            pages = Page.objects.filter(path__in=paths).select_related("locale", "alias_of").order_by("path")
            self._above = self.path, list(pages)
        return self._above[1]

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Those Wagtail finds, an alias answering for its source; in one query, as the pages above are known."""
        root = Q(page__path=self.path[: self.steplen])
        return PageViewRestriction.objects.filter(root | Q(page__in=[_source(page) for page in (self, *self.above())]))

    def leads_somewhere(self) -> bool:
        """Whether a reader finds something here: a list that is empty stays out of the menu."""
        return True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        from dreamplus.cms.visits import count

        answer = super().serve(request, *args, **kwargs)
        if answer.status_code == HTTPStatus.OK:
            count(self, request)
        return answer

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from dreamplus.cms.context import around

        return super().get_context(request, *args, **kwargs) | around(self, request)

    @cached_classmethod
    def get_edit_handler(cls) -> Any:
        """Content, easy to read, address and dates: the three tabs an agent needs."""
        tabs = TabbedInterface(
            [
                ObjectList(cls.content_panels, heading=_("Content")),
                ObjectList(cls.easy_panels, heading=_("Easy to read")),
                ObjectList([*cls.promote_panels, *cls.settings_panels], heading=_("Address and dates")),
            ],
            base_form_class=cls.base_form_class,
        )
        return tabs.bind_to_model(cls)

    def texts(self) -> Iterator[str]:
        """The public texts of the page, plain, for the search."""
        for field in self._meta.get_fields():
            value = getattr(self, field.name, None) if field.concrete else None
            if isinstance(field, StreamField) and value:
                for block in value:
                    yield from (strip_tags(str(part)) for part in block.block.get_searchable_content(block.value))
            elif isinstance(field, RichTextField) and value:
                yield strip_tags(value)
            elif field.name in self.searched_fields and value:
                yield str(value)


def _source(page: Page) -> Any:
    """The key of the page that `page` is an alias of, however long the chain; its own when it is none."""
    while page.alias_of_id:
        page = page.alias_of
    return page.pk
