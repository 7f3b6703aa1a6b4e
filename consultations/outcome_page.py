"""The page that ends a consultation: what was said, what is taken up, what was decided and why."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from consultations.rules.law import LAWS
from dreamplus.cms.blocks import BodyBlock, DocumentsBlock
from dreamplus.cms.pages import SitePage
from dreamplus.core import clock

LONGEST = 12_000


class OutcomePage(SitePage):
    """One for each consultation, which has not ended without it (CRPA L131-1; C. env. L123-19-1)."""

    said = models.TextField(
        _("what was said"),
        max_length=LONGEST,
        help_text=_("All opinions, those of few people too, in words that those who spoke would recognise."),
    )
    taken_up = models.TextField(
        _("what is taken up, and what is not"),
        max_length=LONGEST,
        help_text=_("What changes thanks to what people said, and why the rest does not."),
    )
    reasons = models.TextField(
        _("the decision and its reasons"),
        max_length=LONGEST,
        blank=True,
        help_text=_("Empty as long as nothing is decided. The law asks for them in a consultation on the environment."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("more"), blank=True)
    consultation = models.UUIDField(
        db_index=True, editable=False, help_text="The key that all the languages of its consultation share."
    )
    documents = StreamField([("documents", DocumentsBlock())], verbose_name=_("documents"), blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("said"),
        FieldPanel("taken_up"),
        FieldPanel("reasons"),
        FieldPanel("body"),
        FieldPanel("documents"),
    ]
    searched_fields = ("summary", "said", "taken_up", "reasons")
    template = "consultations/outcome_page.html"
    parent_page_types = ["consultations.ProcessPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    show_in_menus_default = False

    class Meta:
        verbose_name = _("result of a consultation")
        verbose_name_plural = _("results of consultations")

    @property
    def process(self) -> Any:
        """The consultation above it."""
        from consultations.pages import ProcessPage

        return ProcessPage.objects.get(path=self.path[: -self.steplen])

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.consultation = self.process.translation_key
        return super().save(*args, **kwargs)

    def clean(self) -> None:
        """Where the law asks for the reasons of the decision, the page is not on line without them."""
        super().clean()
        if self.live and self.pk and not self.reasons.strip() and LAWS[self.process.kind].reasons:
            raise ValidationError({"reasons": _("Write the decision and its reasons: the law asks for them here.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from consultations.queries.outcome import told

        return super().get_context(request, *args, **kwargs) | told(self, request, clock.now())
