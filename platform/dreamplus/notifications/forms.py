"""How one wants to be told, on one screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dreamplus.notifications import kinds
from dreamplus.notifications.enums import ChannelChoices
from dreamplus.notifications.models import NoticeSettings, Preference
from dreamplus.notifications.rules.calendar import Channel
from dreamplus.people.models import User


class PreferencesForm(forms.Form):
    """One choice for each kind that is declared, and two for all of them."""

    no_letters = forms.BooleanField(
        label=_("No letter at all: I read my notices on this site"),
        required=False,
        help_text=_("Sign-in codes and receipts are sent all the same: you asked for them."),
    )
    follows_own = forms.BooleanField(label=_("Follow by itself what I write"), required=False)

    def __init__(self, data: Any = None, *, person: User) -> None:
        chosen = dict(Preference.objects.filter(person=person).values_list("kind", "channel"))
        settings = NoticeSettings.objects.filter(person=person).first() or NoticeSettings(person=person)
        self.kinds = kinds.registered()
        initial: dict[str, Any] = {_name(kind.slug): chosen.get(kind.slug, kind.default.value) for kind in self.kinds}
        initial |= {"no_letters": settings.no_letters, "follows_own": settings.follows_own}
        super().__init__(data, initial=initial)
        for kind in self.kinds:
            self.fields[_name(kind.slug)] = forms.ChoiceField(label=str(kind.label), choices=ChannelChoices.choices)

    def channels(self) -> dict[str, Channel]:
        """What was chosen, by kind."""
        return {kind.slug: Channel(self.cleaned_data[_name(kind.slug)]) for kind in self.kinds}


def _name(slug: str) -> str:
    return f"kind-{slug}"
