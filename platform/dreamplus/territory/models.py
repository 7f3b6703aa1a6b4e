"""Communes and groups of communes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a territory is."""

    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("group of communes")


class Territory(models.Model):
    """A commune, by its INSEE code, or an EPCI, by its SIREN. Codes are strings: `2A004`, leading zeros."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    insee = models.CharField(_("INSEE code"), max_length=5, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    name = models.CharField(_("name"), max_length=120)
    department = models.CharField(_("department"), max_length=3, blank=True)
    postal_codes = models.CharField(_("postal codes"), max_length=200, blank=True)
    population = models.PositiveIntegerField(_("population"), default=0)
    epci = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="communes")
    epci_kind = models.CharField(_("kind of group"), max_length=10, blank=True)
    invented = models.BooleanField(_("invented for the demonstration"), default=False)
    folded = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(fields=["insee"], condition=~Q(insee=""), name="territory_one_row_an_insee_code"),
            models.UniqueConstraint(fields=["siren"], condition=~Q(siren=""), name="territory_one_row_a_siren"),
            models.CheckConstraint(
                condition=(Q(kind="commune") & ~Q(insee="")) | (Q(kind="epci") & Q(insee="") & ~Q(siren="")),
                name="territory_has_the_code_of_its_kind",
            ),
        ]
        indexes = [models.Index(fields=["kind", "folded"], name="territory_list")]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """The code of its address: INSEE for a commune, SIREN for a group."""
        return self.insee or self.siren


class Quarter(models.Model):
    """A part of this commune or group of communes, as people call it: audiences, rolls and figures go by it.

    Its `code` is what rolls, residences and audiences keep: it never changes. A quarter that is no longer used is
    retired, not deleted.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(_("no longer used"), default=False)
    folded = models.CharField(max_length=160, unique=True, editable=False)

    class Meta:
        verbose_name = _("quarter")
        verbose_name_plural = _("quarters")
        ordering = ["order", "folded"]

    def __str__(self) -> str:
        return self.name
