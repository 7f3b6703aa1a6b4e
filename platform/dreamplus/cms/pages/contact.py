"""Where to write, call and come."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from dreamplus.cms.pages.base import SitePage


class ContactPage(SitePage):
    """The town hall's addresses and a form; every message gets a receipt (CRPA L112-11)."""

    recipient = models.EmailField(
        _("messages are sent to"),
        blank=True,
        help_text=_("The mailbox your team reads. Without it the form is closed."),
    )
    postal_address = models.TextField(_("postal address"), max_length=400, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    opening_hours = models.TextField(_("opening hours"), max_length=600, blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("recipient"),
        MultiFieldPanel(
            [FieldPanel("postal_address"), FieldPanel("phone"), FieldPanel("opening_hours")],
            heading=_("To come or call"),
        ),
    ]
    template = "cms/contact_page.html"
    landing_template = "cms/contact_sent.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    searched_fields = ("summary", "postal_address", "phone", "opening_hours")

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        from dreamplus.cms.contact_view import contact

        return contact(request, self)
