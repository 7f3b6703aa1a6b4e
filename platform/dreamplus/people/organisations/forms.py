"""What people write about an organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dreamplus.people.organisations.enums import Kind


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=120,
        help_text=_("In full, as on its papers."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of the organisation.")},
    )
    kind = forms.ChoiceField(label=_("It is"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.ASSOCIATION)
    number = forms.CharField(
        label=_("RNA or SIREN number"),
        max_length=24,
        help_text=_("For an association: W and nine characters, on its receipt. Otherwise SIREN or SIRET."),
        error_messages={"required": _("Write the number: it tells organisations of one name apart.")},
    )


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the person"),
        error_messages={
            "required": _("Write the address to which the invitation goes."),
            "invalid": _("This e-mail address cannot be: compare it with prenom@exemple.fr."),
        },
    )


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, for its delegates"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to turn it down or to end it."),
    )
