"""What makes a site this collectivité's: its name on the plaque, its colours, its picture."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting

HEXADECIMAL = r"^#[0-9a-fA-F]{6}\Z"
hexadecimal = RegexValidator(HEXADECIMAL, _("Write the colour as # and six digits, for instance #17408b."))


def is_colour(text: str) -> bool:
    """Whether `text` is `#rrggbb`."""
    return re.match(HEXADECIMAL, text) is not None


class Brand(BaseSiteSetting):
    """One row a site. Colours that cannot be read are refused by `full_clean`, with a sentence each."""

    name = models.CharField(_("name of the collectivité"), max_length=80, default="DREAM+")
    tagline = models.CharField(_("line under the name"), max_length=80, blank=True)
    initials = models.CharField(
        _("initials"), max_length=4, blank=True, help_text=_("Shown beside the name when there is no logo.")
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
        help_text=_("Shown on the home page. Its focal point stays in sight on small screens."),
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

    def clean(self) -> None:
        """Raises `ValidationError` on the colour that cannot be read, saying what to do."""
        from dreamplus.cms.brand_preview import sentences_about

        super().clean()
        errors: dict[str, list[str]] = {}
        for part, sentence in sentences_about(self.primary, self.accent):
            errors.setdefault(part, []).append(sentence)
        if errors:
            raise ValidationError(errors)
