"""Every public page on one page: the second way to find one's way (RGAA 12.1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dreamplus.cms.pages.base import SitePage


class SiteMapPage(SitePage):
    """Drawn from the page tree; nothing to write."""

    template = "cms/site_map_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("site map")
        verbose_name_plural = _("site maps")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from dreamplus.cms.queries import page_tree

        return super().get_context(request, *args, **kwargs) | {"tree": page_tree(self)}
