"""The filters of the hub's table."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from dreamplus.federation.harvest.words import METHODS

SORT_WORDS = (
    ("recent", _("most recent first")),
    ("voters", _("most voters first")),
    ("commune", _("by commune, A to Z")),
    ("population", _("largest communes first")),
    ("title", _("by title, A to Z")),
)


DEFAULTS = {"q": "", "method": "all", "sort": "recent"}


class ResultFilters(forms.Form):
    """What is not on a list is refused with a sentence; the table then shows everything."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100, help_text=_("A title, an option, a commune."))
    method = forms.ChoiceField(label=_("Method"), choices=[("all", _("all methods")), *METHODS.items()])
    sort = forms.ChoiceField(label=_("Order"), choices=SORT_WORDS)

    def __init__(self, asked: Mapping[str, str]) -> None:
        """`asked`: the query of the address; what it leaves out is as `DEFAULTS`."""
        super().__init__(DEFAULTS | {name: value for name, value in asked.items() if name in self.base_fields})

    def kept(self) -> dict[str, str]:
        """The filters that hold, for `queries.results`; the defaults where one does not."""
        good = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        method = good.get("method", "all")
        return {
            "search": good.get("q", ""),
            "method": "" if method == "all" else method,
            "sort": good.get("sort", DEFAULTS["sort"]),
        }
