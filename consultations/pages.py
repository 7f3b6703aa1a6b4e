"""A consultation is a page whose children are its activities; the index shows them all under "Take part"."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from consultations import law
from consultations.blocks import MilestonesBlock
from consultations.rules.law import ProcessType
from consultations.rules.line import Milestone
from dreamplus.cms.blocks import BodyBlock, DocumentsBlock
from dreamplus.cms.pages import SitePage
from dreamplus.core import clock


class ProcessIndexPage(SitePage):
    """Every process: open, coming, ended."""

    needs_validation = models.BooleanField(
        _("validated by a second person"),
        default=False,
        db_default=False,
        help_text=_("Nothing opens under this list before another person of the staff has read it and agreed."),
    )

    content_panels = [*SitePage.content_panels, FieldPanel("needs_validation")]
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

    process_type = models.CharField(
        max_length=20, choices=law.TYPES, default=ProcessType.CONSULTATION, editable=False, help_text="Never changes."
    )
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
    decided_on = models.DateField(
        _("day of the decision"),
        null=True,
        blank=True,
        help_text=_("Of the council or of whoever decides. It stands on the line of the consultation."),
    )
    outcome_by = models.DateField(
        _("result published by"),
        null=True,
        blank=True,
        help_text=_("Empty: the day of the decision, or sixty days after the last closing. People see the days left."),
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("body"),
        FieldPanel("commitment"),
        FieldPanel("milestones"),
        FieldPanel("decided_on"),
        FieldPanel("outcome_by"),
        FieldPanel("documents"),
    ]
    searched_fields = ("summary", "commitment")
    template = "consultations/process_page.html"
    parent_page_types = ["consultations.ProcessIndexPage"]
    subpage_types = [
        "proposals.ProposalsPage",
        "surveys.SurveyPage",
        "polls.PollPage",
        "cms.InformationPage",
        "consultations.OutcomePage",
    ]
    show_in_menus_default = False

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    def told_milestones(self) -> list[Milestone]:
        """The milestones as the line wants them."""
        values = [child.value for child in self.milestones]
        found = [Milestone(value["label"], value["when"] or "", value["on"]) for value in values]
        if self.decided_on is not None:
            found.append(Milestone(gettext("Decision"), date_format(self.decided_on), self.decided_on))
        return found

    @property
    def kind(self) -> ProcessType:
        return ProcessType(self.process_type)

    @property
    def number_of_documents(self) -> int:
        return sum(len(block.value["documents"]) for block in self.documents)

    def clean(self) -> None:
        """Once it is on line, what the law asks cannot be taken away in the editor."""
        super().clean()
        if self.live and self.pk and (told := law.lost(self)):
            raise ValidationError({law.FIELDS[demand]: sentence for demand, sentence in told.items()})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from consultations.queries.process import told

        return super().get_context(request, *args, **kwargs) | told(self, request, clock.now())
