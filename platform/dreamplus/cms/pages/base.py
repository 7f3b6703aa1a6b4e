"""What every page of the house has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

EASY_FEATURES = ["bold", "ol", "ul", "link"]


class SitePage(Page):
    """A page under `theming/base.html`: a summary for lists and engines, an easy-to-read twin, words for the search.

    Sub-classes add their panels to `content_panels` and set `template`; the editor's tabs follow.
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

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The path of the page on its site, empty when it belongs to none."""
        return self.url or ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["easy"] = bool(self.easy_text) and "facile" in request.GET
        return context

    @classmethod
    def get_edit_handler(cls) -> Any:
        """Content, easy to read, address: the three tabs an agent needs."""
        if "edit_handler" in cls.__dict__:
            return super().get_edit_handler()
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
        """Every public text of the page, plain, for the search. Follows text and stream fields by itself."""
        from django.utils.html import strip_tags

        yield self.title
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                for block in getattr(self, field.name):
                    yield from (strip_tags(str(part)) for part in block.block.get_searchable_content(block.value))
            elif isinstance(field, RichTextField):
                yield strip_tags(getattr(self, field.name))
            elif isinstance(field, models.TextField | models.CharField) and field.name in self.searched_fields:
                yield str(getattr(self, field.name))

    searched_fields: tuple[str, ...] = ("summary",)
