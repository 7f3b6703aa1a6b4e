"""In whose name somebody writes: their own, or an organisation's for which they speak."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import Contribution
from dreamplus.people.models import User
from dreamplus.people.organisations.models import Delegate, Organisation
from dreamplus.people.organisations.queries import speaks_for


class NotSpokenFor(ParticipationError):
    """The person does not, or no longer, speak for the organisation that was chosen."""


class SigningForm(forms.Form):
    organisation = forms.ChoiceField(label=gettext_lazy("In whose name?"), widget=forms.RadioSelect)

    def __init__(self, organisations: list[Organisation]) -> None:
        super().__init__(initial={"organisation": ""})
        own = [("", _("In my own name"))]
        others = [(str(one.uuid), _("For %(name)s") % {"name": one.name}) for one in organisations]
        self.fields["organisation"].choices = [*own, *others]  # type: ignore[attr-defined]  # a field of choices


def signing_form(person: User | AnonymousUser) -> SigningForm | None:
    """None for who speaks for nobody else."""
    organisations = speaks_for(person)
    return SigningForm(organisations) if organisations else None


def chosen_organisation(posted: Any, person: User) -> Organisation | None:
    """What was chosen in `signing_form`, None for one's own name. Raises `NotSpokenFor`."""
    chosen = posted.get("organisation", "")
    if not chosen:
        return None
    found = next((one for one in speaks_for(person) if str(one.uuid) == chosen), None)
    if found is None:
        raise NotSpokenFor(_("You do not speak for this organisation. Choose in whose name you publish."))
    return found


def spokesperson(contribution: Contribution) -> str:
    """The name of the delegate who wrote, where they chose to be named; no query for one's own words."""
    if contribution.organisation_id is None or contribution.author is None:
        return ""
    shown = Delegate.objects.filter(organisation_id=contribution.organisation_id, user=contribution.author, shown=True)
    return contribution.author.public_name if shown.exists() else ""
