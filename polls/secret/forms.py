"""Three persons, each with a name and an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

NUMBERS = (1, 2, 3)


class ScrutineersForm(forms.Form):
    """Whoever opens the box: three people who do not depend on each other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in NUMBERS:
            told = {"number": number}
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Name of scrutineer %(number)d") % told, max_length=120
            )
            self.fields[f"email_{number}"] = forms.EmailField(label=_("E-mail address of scrutineer %(number)d") % told)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        emails = [str(cleaned[f"email_{n}"]).lower() for n in NUMBERS if cleaned.get(f"email_{n}")]
        if len(set(emails)) < len(emails):
            self.add_error(None, _("Each scrutineer needs an address of their own."))
        return cleaned

    @property
    def persons(self) -> list[tuple[str, str]]:
        """Names and addresses, once the form is valid."""
        return [(self.cleaned_data[f"name_{n}"], self.cleaned_data[f"email_{n}"]) for n in NUMBERS]
