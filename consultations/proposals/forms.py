"""The only door in: what people type, checked, with a sentence beside each field that must be put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.proposals import checks
from consultations.proposals.errors import ProposalRefused
from consultations.proposals.models import Proposal, StatusChoices, Theme
from consultations.proposals.rules import BODY_MAX, TITLE_MAX
from consultations.proposals.rules.statuses import Status, may_become
from dreamplus.people.models import User


class ProposalForm(forms.Form):
    """Title, text, theme. The browser does not cut what is too long: the form says by how much."""

    title = forms.CharField(
        label=_("Your proposal in one sentence"),
        help_text=_("For instance: “Plant trees along rue des Saules”."),
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = forms.CharField(
        label=_("Explain it"),
        help_text=_("What, where, for whom, and what it would change. An empty line starts a new paragraph."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), required=False, empty_label=_("None in particular")
    )

    def __init__(self, *args: Any, themes: list[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most, check in (("title", TITLE_MAX, checks.checked_title), ("body", BODY_MAX, checks.checked_body)):
            # The limit is told, and checked by the same sentence as the service; the browser must not cut silently.
            self.fields[name].max_length = most  # type: ignore[attr-defined]  # a CharField
            self.fields[name].error_messages["required"] = _why(check)
        if themes:
            field = self.fields["theme"]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
            field.queryset = Theme.objects.filter(pk__in=[theme.pk for theme in themes])
        else:
            del self.fields["theme"]

    def clean_title(self) -> str:
        return _sentence(checks.checked_title, self.cleaned_data["title"])

    def clean_body(self) -> str:
        return _sentence(checks.checked_body, self.cleaned_data["body"])


class AnswerForm(forms.Form):
    """An agent's answer. `seen` is the answer that stood when the form was shown."""

    status = forms.ChoiceField(label=_("What becomes of it"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("Published under the proposal and sent to its author. Say what was decided, and why."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    role = forms.CharField(
        label=_("In whose name"),
        help_text=_("For instance: the deputy mayor for public works. No name of an agent is published."),
        required=False,
        max_length=120,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Proposal, officials: Sequence[User] | None = None, **kwargs: Any) -> None:
        """`officials`: those in whose name alone the answer may be given, for an assistant."""
        super().__init__(*args, **kwargs)
        if officials is not None:
            names = [(str(one.uuid), one.public_name) for one in officials]
            self.fields["role"] = forms.ChoiceField(label=_("In whose name"), choices=names, widget=forms.RadioSelect)
            self.initial["role"] = names[0][0]
        before = Status(proposal.status)
        reached = [choice for choice in StatusChoices.choices if may_become(before, Status(choice[0]))]
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = reached

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") and not cleaned.get("role"):
            self.add_error("role", _("Say in whose name you answer, for instance: the deputy mayor for public works."))
        return cleaned

    def clean_seen(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None


class AssignForm(forms.Form):
    """Who prepares the answer. Nothing of it is sent to anybody; the cost alone is shown, with the answer."""

    service = forms.CharField(
        label=_("Service that prepares the answer"),
        required=False,
        max_length=80,
        help_text=_("For agents only. For instance: roads, schools."),
    )
    due_on = forms.DateField(
        label=_("To be prepared by"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a day: 17/12/2026.")},
    )
    cost = forms.DecimalField(
        label=_("Estimated cost, in euros"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=True,
        help_text=_("Shown to everybody with the answer."),
        error_messages={"invalid": _("Write an amount in figures: 12 500."), "min_value": _("A cost is not negative.")},
    )


class BulkForm(forms.Form):
    """The table of answers, filled in."""

    file = forms.FileField(
        label=_("File, as CSV"),
        help_text=_("The table of this page, saved as CSV. Nothing is published before you have read the list."),
        error_messages={"required": _("Choose the file."), "empty": _("This file is empty.")},
    )


class ThemesForm(forms.Form):
    """The themes of one activity, one by line."""

    themes = forms.CharField(
        label=_("Themes"),
        help_text=_("One by line, in the order in which they are shown."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def _why(check: Any) -> str:
    """What the check says of an empty text."""
    try:
        check("")
    except ProposalRefused as refusal:
        return str(refusal)
    return ""


def _sentence(check: Any, text: str) -> str:
    try:
        checked: str = check(text)
    except ProposalRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
    return checked
