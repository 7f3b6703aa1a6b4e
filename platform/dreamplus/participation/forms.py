"""Forms of participation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.core.references import normalise
from dreamplus.moderation.enums import Mode


class Instant(forms.DateTimeField):
    """A date and an hour in the site's time zone, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
        kwargs.setdefault("error_messages", {"invalid": gettext_lazy("Write a date and an hour: 06/12/2026 20:00.")})
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M"], **kwargs)


class DatesForm(forms.Form):
    """Opening and closing."""

    opens_at = Instant(
        label=gettext_lazy("Opening"), required=False, help_text=gettext_lazy("Empty: when you open it, at once.")
    )
    closes_at = Instant(label=gettext_lazy("Closing"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if isinstance(opens, datetime) and isinstance(closes, datetime) and closes <= opens:
            self.add_error("closes_at", _("The closing must come after the opening."))
        return cleaned


class ReasonForm(forms.Form):
    """An act that is published with its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason, published"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason: it is published.")},
    )


class ClosingForm(ReasonForm):
    """Empty date: now."""

    closes_at = Instant(
        label=gettext_lazy("New closing"), required=False, help_text=gettext_lazy("Empty: it closes at once.")
    )
    field_order = ("closes_at", "reason")

    def __init__(self, *args: Any, only_later: bool = False, **kwargs: Any) -> None:
        """`only_later`: dates are sealed, it is never closed early."""
        super().__init__(*args, **kwargs)
        if only_later:
            self.fields["closes_at"].required = True
            self.fields["closes_at"].help_text = _("Later than the published one: it is never closed early.")
            self.fields["closes_at"].error_messages["required"] = _("Write the new closing.")


class ModerationForm(forms.Form):
    """When words are read by a moderator."""

    moderation = forms.ChoiceField(
        label=gettext_lazy("When are contributions read?"), choices=Mode.choices, widget=forms.RadioSelect
    )


class ReferenceForm(forms.Form):
    """The reference on a receipt, as people type it."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of your receipt"),
        max_length=100,
        help_text=gettext_lazy("It looks like V-7KQ2-M9DX-4TRP-8ZC3. Capitals, spaces and dashes do not count."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the reference of your receipt.")},
    )

    def clean_reference(self) -> str:
        reference = normalise(self.cleaned_data["reference"])
        if reference is None:
            raise forms.ValidationError(
                _("This is not a complete reference: a character is missing or was misread. Please check it.")
            )
        return reference
