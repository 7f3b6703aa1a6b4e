"""What helpers and the people they help write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dreamplus.people.assisted import queries
from dreamplus.people.assisted.enums import Way
from dreamplus.people.assisted.models import Place
from dreamplus.people.names import LONGEST
from dreamplus.people.rolls.forms import DocumentSeenForm
from dreamplus.territory.queries import quarters

HERE, ELSEWHERE = "here", "elsewhere"


class WhereForm(forms.Form):
    """The place, and the screen on which the person will take part."""

    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Place.objects.none(), empty_label=None, to_field_name="code"
    )
    screen = forms.ChoiceField(
        label=_("On which screen?"),
        widget=forms.RadioSelect,
        choices=[
            (HERE, _("This one: you are signed out, and the screen is theirs")),
            (ELSEWHERE, _("Another one: a code to type there is shown")),
        ],
        error_messages={"required": _("Choose the screen.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = queries.open_places()  # type: ignore[attr-defined]  # a field of choices


class OpenForm(WhereForm):
    """How the person is known, when not by a list."""

    way = forms.ChoiceField(
        label=_("How is the person known?"),
        widget=forms.RadioSelect,
        choices=[
            (Way.COUNTER.value, _("They have no e-mail address: you help them without an account")),
            (Way.OWN.value, _("They have an account, or an e-mail address: they sign in themselves")),
        ],
        error_messages={"required": _("Choose one of the two.")},
    )
    area = forms.ChoiceField(label=_("Quarter where they live"), required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        help_text=_("Only where an activity asks for an age."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"}),
        error_messages={"invalid": _("Write the four digits of the year: 1987.")},
    )
    document_seen = forms.BooleanField(
        label=_("I have seen a document that shows it"),
        required=False,
        help_text=_("It is looked at, never kept. Leave the box empty if the person only told you."),
    )
    field_order = ("way", "area", "birth_year", "document_seen", "place", "screen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = quarters()
        if known:
            choices = [("", _("Not said")), *((quarter.code, quarter.name) for quarter in known)]
            self.fields["area"].choices = choices  # type: ignore[attr-defined]  # a field of choices
        else:
            del self.fields["area"]


class OpenForLineForm(DocumentSeenForm, WhereForm):
    """For somebody found on a list."""

    field_order = ("document_seen", "place", "screen")


class PlaceForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the place"),
        max_length=100,
        help_text=_("People read it on their receipt: “Cyber-centre of Wattrelin”."),
        error_messages={"required": _("Write the name of the place.")},
    )
    address = forms.CharField(
        label=_("Address"), max_length=200, error_messages={"required": _("Write where it is: people come there.")}
    )
    hours = forms.CharField(
        label=_("Opening hours"), max_length=300, required=False, help_text=_("“Tuesday and Friday, 2 pm to 6 pm”.")
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code given by the person who helps you"),
        max_length=60,
        help_text=_("Ten digits. Spaces and dashes do not matter."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the code.")},
    )


class AgreeForm(forms.Form):
    """`with_name`: for who has no account yet, so that their proposals bear the name they want."""

    name = forms.CharField(
        label=_("Name shown beside what you publish"),
        max_length=LONGEST,
        required=False,
        help_text=_("Your first name, a nickname, or nothing."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agreed = forms.BooleanField(error_messages={"required": _("Tick the box to take part, or leave without agreeing.")})

    def __init__(self, *args: Any, sentence: str, with_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = sentence
        if not with_name:
            del self.fields["name"]
