"""A consultation is a page whose children are its activities; the index shows them all under "Take part"."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from consultations.blocks import MilestonesBlock
from consultations.rules.line import Milestone
from dreamplus.cms.blocks import BodyBlock, DocumentsBlock
from dreamplus.cms.pages import SitePage
from dreamplus.core import clock


class ProcessIndexPage(SitePage):
    """Every process: open, coming, ended."""

    template = "consultations/process_index_page.html"
    subpage_types = ["consultations.ProcessPage"]
    show_in_menus_default = True

    class Meta:
        verbose_name = _("list of consultations")
        verbose_name_plural = _("lists of consultations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from consultations.queries.index import index

        return super().get_context(request, *args, **kwargs) | {"index": index(self, request, clock.now())}


class ProcessPage(SitePage):
    """One consultation, from its first words to the works."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    commitment = models.TextField(
        _("what the collectivité commits to"),
        max_length=600,
        blank=True,
        help_text=_("Who decides, on what, and what will be done with what people say."),
    )
    milestones = StreamField(
        MilestonesBlock(),
        verbose_name=_("milestones"),
        blank=True,
        help_text=_("What happens elsewhere: council, studies, works. The activities find their place by their dates."),
    )
    documents = StreamField([("documents", DocumentsBlock())], verbose_name=_("documents"), blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("body"),
        FieldPanel("commitment"),
        FieldPanel("milestones"),
        FieldPanel("documents"),
    ]
    searched_fields = ("summary", "commitment")
    template = "consultations/process_page.html"
    parent_page_types = ["consultations.ProcessIndexPage"]
    subpage_types = ["proposals.ProposalsPage", "polls.PollPage", "cms.InformationPage"]
    show_in_menus_default = False

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    def told_milestones(self) -> list[Milestone]:
        """The milestones as the line wants them."""
        values = [child.value for child in self.milestones]
        return [Milestone(value["label"], value["when"] or "", value["on"]) for value in values]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from consultations.queries.process import told

        return super().get_context(request, *args, **kwargs) | told(self, request, clock.now())
