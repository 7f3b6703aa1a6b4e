"""The page of a survey: what it is for, the button that begins it, what was answered once that is told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from dreamplus.cms.blocks import BodyBlock
from dreamplus.participation.models import Activity
from dreamplus.participation.pages import ActivityPage

KIND = "survey"


class SurveyPage(ActivityPage):
    """One step that asks questions. They are kept with the activity, in every language."""

    activity_kind = KIND
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*ActivityPage.content_panels, FieldPanel("body")]
    template = "surveys/survey_page.html"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from consultations.surveys.queries import shown_on

        context = super().get_context(request, *args, **kwargs)
        return context | shown_on(self, context["now"])


def page_of(activity: Activity) -> SurveyPage | None:
    """The page of that activity in the reader's language, else the first one; live or not."""
    pages = list(SurveyPage.objects.filter(activity=activity).select_related("locale").order_by("pk"))
    here = (get_language() or "").split("-")[0]
    return next((page for page in pages if page.locale.language_code == here), pages[0] if pages else None)
