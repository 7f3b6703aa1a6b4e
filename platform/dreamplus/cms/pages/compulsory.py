"""Pages the law asks for: legal notice, personal data, accessibility."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from dreamplus.cms.blocks import TEXT_FEATURES, BodyBlock
from dreamplus.cms.pages.base import SitePage
from dreamplus.people.rights import notice

AUDIT_IS_VALID_FOR = timedelta(days=3 * 365)


class CompulsoryPage(SitePage):
    """One of each under the home page, never deleted by accident: it is linked from the foot of every page."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        abstract = True


class LegalNoticePage(CompulsoryPage):
    """Who publishes, who answers for it, who hosts (law of 21 June 2004, article 6-III and article 1-1)."""

    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    publisher_address = models.TextField(_("address of the publisher"), max_length=400, blank=True)
    publisher_phone = models.CharField(_("telephone of the publisher"), max_length=40, blank=True)
    director = models.CharField(_("director of publication"), max_length=200, blank=True)
    host = models.CharField(_("host"), max_length=200, blank=True)
    host_address = models.TextField(_("address of the host"), max_length=400, blank=True)
    host_phone = models.CharField(_("telephone of the host"), max_length=40, blank=True)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("publisher"),
                FieldPanel("publisher_address"),
                FieldPanel("publisher_phone"),
                FieldPanel("director"),
            ],
            heading=_("Publisher"),
        ),
        MultiFieldPanel([FieldPanel("host"), FieldPanel("host_address"), FieldPanel("host_phone")], heading=_("Host")),
        FieldPanel("body"),
    ]
    template = "cms/legal_notice_page.html"
    searched_fields = ("summary", "publisher", "director", "host")
    required_by_law = ("publisher", "publisher_address", "director", "host", "host_address")

    class Meta:
        verbose_name = _("legal notice")
        verbose_name_plural = _("legal notices")


class PersonalDataPage(CompulsoryPage):
    """What is kept about people, why, how long, and how to have it corrected (GDPR, article 13)."""

    controller = models.CharField(_("who is responsible"), max_length=200, blank=True)
    officer = models.CharField(
        _("data-protection officer"), max_length=200, blank=True, help_text=_("A name or an office, and how to write.")
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("controller"),
        FieldPanel("officer"),
        FieldPanel("body"),
    ]
    template = "cms/personal_data_page.html"
    searched_fields = ("summary", "controller", "officer")
    required_by_law = ("controller", "officer")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"notices": notice.all_of_them()}

    class Meta:
        verbose_name = _("personal data notice")
        verbose_name_plural = _("personal data notices")


class Conformity(models.TextChoices):
    """The three mentions of the decree 2019-768."""

    NONE = "none", _("not compliant")
    PARTIAL = "partial", _("partially compliant")
    TOTAL = "total", _("totally compliant")


class AccessibilityPage(CompulsoryPage):
    """The accessibility statement. Its mention is computed: nobody can type “compliant”."""

    statement_date = models.DateField(_("date of the statement"), default=timezone.localdate)
    audit_date = models.DateField(_("date of the audit"), null=True, blank=True)
    audited_by = models.CharField(_("audited by"), max_length=200, blank=True)
    audit_rate = models.DecimalField(
        _("criteria met, in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    pages_tested = models.TextField(_("pages tested"), blank=True, help_text=_("One address a line."))
    non_compliances = RichTextField(_("what is not accessible yet"), blank=True, features=TEXT_FEATURES)
    derogations = RichTextField(_("derogations for disproportionate burden"), blank=True, features=TEXT_FEATURES)
    exempted = RichTextField(_("content outside the obligation"), blank=True, features=TEXT_FEATURES)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("statement_date"),
        MultiFieldPanel(
            [
                FieldPanel("audit_date"),
                FieldPanel("audited_by"),
                FieldPanel("audit_rate"),
                FieldPanel("pages_tested"),
            ],
            heading=_("Audit"),
        ),
        FieldPanel("non_compliances"),
        FieldPanel("derogations"),
        FieldPanel("exempted"),
        FieldPanel("body"),
    ]
    template = "cms/accessibility_page.html"

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    def conformity(self, *, on: date) -> Conformity:
        """The mention due on that day: 100 % total, from 50 % partial, else (or without a valid audit) none."""
        if self.audit_rate is None or self.audit_date is None or not self.audited_by:
            return Conformity.NONE
        if not self.audit_date <= on <= self.audit_date + AUDIT_IS_VALID_FOR:
            return Conformity.NONE
        if self.audit_rate >= Decimal(100):
            return Conformity.TOTAL
        return Conformity.PARTIAL if self.audit_rate >= Decimal(50) else Conformity.NONE

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"conformity": self.conformity(on=timezone.localdate())}
