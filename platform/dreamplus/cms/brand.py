"""What makes a site this collectivité's: its name on the plaque, its colours, its picture."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting

hexadecimal = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as # and six digits, for instance #17408b."))


class Brand(BaseSiteSetting):
    """One row a site. Colours that would not be readable are refused by the form, see `cms.brand_form`."""

    name = models.CharField(_("name of the collectivité"), max_length=80, default="DREAM+")
    tagline = models.CharField(_("line under the name"), max_length=80, blank=True)
    initials = models.CharField(
        _("initials"), max_length=4, blank=True, help_text=_("Shown where neither the name nor the logo fit.")
    )
    logo = models.ForeignKey(
        "cms.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("logo")
    )
    picture = models.ForeignKey(
        "cms.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture of the place"),
        help_text=_("Its focal point stays in sight on small screens."),
    )
    primary = models.CharField(_("main colour"), max_length=7, default="#17408b", validators=[hexadecimal])
    accent = models.CharField(
        _("accent"),
        max_length=7,
        default="#b3361b",
        validators=[hexadecimal],
        help_text=_("Marks only what is happening now: the open vote, the current step."),
    )

    select_related = ("logo", "picture")

    class Meta:
        verbose_name = _("name, colours and logo")
        verbose_name_plural = _("names, colours and logos")

    def __str__(self) -> str:
        return self.name
