"""A page of text: how a consultation works, who decides, where to come."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from dreamplus.cms.blocks import BodyBlock
from dreamplus.cms.pages.base import SitePage


class InformationPage(SitePage):
    """Headings, text, pictures, documents, folded details, tables."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("body")]
    template = "cms/information_page.html"
    show_in_menus_default = True

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
