"""The page that collects proposals: words above, the list below, one clear action."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from consultations.proposals import queries
from consultations.proposals.models import StatusChoices
from dreamplus.cms.blocks import BodyBlock
from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.participation.pages import ActivityPage
from dreamplus.participation.paging import CountedPaginator
from dreamplus.participation.standing import standing

KIND = "proposals"


class ProposalsPage(ActivityPage):
    """One step that collects proposals. Its translations show the same proposals."""

    activity_kind = KIND
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*ActivityPage.content_panels, FieldPanel("body")]
    template = "proposals/proposals_page.html"
    subpage_types: list[str] = []
    show_in_menus_default = False

    class Meta:
        verbose_name = _("collection of proposals")
        verbose_name_plural = _("collections of proposals")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        at = clock.now()
        filters = queries.Filters.read(request.GET)
        found = queries.listing(self.activity, filters, request.user, at=at)
        totals = queries.totals(self.activity)
        pages = CountedPaginator(found, queries.PAGE, count=None if filters.any else totals.visible)
        return super().get_context(request, *args, **kwargs) | {
            "activity": self.activity,
            "standing": standing(self.activity, at),
            "open": self.activity.is_open(at),
            "filters": filters,
            "statuses": StatusChoices.choices,
            "themes": queries.themes(self.activity),
            "totals": totals,
            "proposals": pages.get_page(request.GET.get("page")),
        }


def page_of(activity: Activity) -> ProposalsPage | None:
    """The published page that tells of the activity, in the reader's language where there is one."""
    pages = list(ProposalsPage.objects.live().filter(activity=activity).select_related("locale").order_by("pk"))
    here = (get_language() or "").split("-")[0]
    return next((page for page in pages if page.locale.language_code == here), pages[0] if pages else None)
