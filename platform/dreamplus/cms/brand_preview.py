"""What two colours look like and whether they can be read, before they are saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.panels import Panel

from dreamplus.cms.brand import is_colour
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from dreamplus.theming import colours


@dataclass(frozen=True)
class Pair:
    """Two colours of the palette that stand on one another, and what is asked of them."""

    label: str | Promise
    above: str
    below: str
    ratio: float
    asked: float

    @property
    def enough(self) -> bool:
        return self.ratio >= self.asked


PAIRS = (
    (_("Name on the plaque"), "on-enamel", "enamel", colours.TEXT),
    (_("Words of a button"), "on-brand", "brand", colours.TEXT),
    (_("Links on paper"), "brand", "paper", colours.TEXT),
    (_("What is happening now"), "accent", "paper", colours.TEXT),
)


def example(primary: str, accent: str) -> dict[str, Any]:
    """Context of `cms/admin/brand_example.html`: both palettes drawn, the contrasts, and what is refused."""
    sentences = sentences_about(primary, accent)
    if not all(is_colour(colour) for colour in (primary, accent)):
        return {"refused": sentences, "palettes": []}
    derived = colours.derive_palette(primary, accent)
    palettes = [
        _drawn(_("Light"), {**colours.LIGHT_GROUNDS, "ink": colours.INK, **derived.light}),
        _drawn(_("Dark"), {**colours.DARK_GROUNDS, "ink": "#f0ede6", **derived.dark}),
    ]
    return {"refused": sentences, "palettes": palettes}


def sentences_about(primary: str, accent: str) -> list[tuple[str, str]]:
    """(field, sentence) for each thing that is wrong with the two colours."""
    found = []
    for failure in colours.failures(primary, accent):
        values = {key: gettext(value) for key, value in failure.values.items()}
        found.append((failure.part, gettext(failure.message) % values))
    return found


def _drawn(label: str | Promise, palette: dict[str, str]) -> dict[str, Any]:
    pairs = [
        Pair(name, palette[above], palette[below], colours.contrast(palette[above], palette[below]), asked)
        for name, above, below, asked in PAIRS
    ]
    return {"label": label, "pairs": pairs} | {key.replace("-", "_"): colour for key, colour in palette.items()}


class BrandExample(Panel):
    """The example under the colour fields of the brand's form; works without a script on each sending."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/brand_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            values = self.form.data if self.form.is_bound else self.form.initial
            primary, accent = (str(values.get(name) or "") for name in ("primary", "accent"))
            name = str(values.get("name") or "")
            return super().get_context_data(parent_context) | example(primary, accent) | {"name": name}


@require_safe
@staff_required(Permission.MANAGE_BRAND)
def preview(request: HttpRequest) -> HttpResponse:
    """The same example for colours being chosen, asked by `cms/admin.js` while typing."""
    context = example(request.GET.get("primary", "")[:7], request.GET.get("accent", "")[:7])
    return render(request, "cms/admin/brand_example.html", context | {"name": request.GET.get("name", "")[:80]})
