"""The one screen on which an agent says who may take part: no code, and the sentence that citizens will read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dreamplus.participation.rules.audience import (
    ANYONE,
    CONFIRMED,
    NOBODY,
    OPEN_WAYS,
    Act,
    Audience,
    AudienceRefused,
    Fault,
    Requirement,
    Way,
)
from dreamplus.people.rolls.models import Roll
from dreamplus.territory.queries import quarters

BELONG, SAME, NOBODY_AT_ALL = "belong", "same", "nobody"
WHO = {Way.CONFIRMED: _("Anyone who confirms an e-mail address"), BELONG: _("People who meet conditions")}
WHO_AND_ANYONE = {Way.ANYONE: _("Anyone, even without an account"), **WHO}
PROOFS = {
    Way.RESIDENT: _("they say so on their honour"),
    Way.COUNTER: _("the counter has seen a document"),
    Way.LIST: _("they are on a list"),
}
OF_ACTS: Mapping[Act, dict[str, Promise]] = {
    Act.READ: {
        Way.ANYONE: _("Anyone: it is public"),
        Way.CONFIRMED: _("People with an account"),
        SAME: _("Only those who may take part: nothing of it is public"),
    },
    Act.SUPPORT: {
        SAME: _("Those who may take part"),
        Way.CONFIRMED: _("Anyone who confirms an e-mail address"),
        NOBODY_AT_ALL: _("Nobody"),
    },
    Act.COMMENT: {
        SAME: _("Those who may take part"),
        Way.CONFIRMED: _("Anyone who confirms an e-mail address"),
        NOBODY_AT_ALL: _("Nobody"),
    },
}
LABELS = {
    Act.READ: _("Who may read it"),
    Act.SUPPORT: _("Who may support"),
    Act.COMMENT: _("Who may comment"),
}
FAULTS: Mapping[str, tuple[str, Promise]] = {
    Fault.NO_WAY: ("proofs", _("Choose at least one way for people to show that they belong.")),
    Fault.ALONE: ("proofs", _("Choose either everybody or conditions, not both.")),
    Fault.LIMITS: ("proofs", _("Choose how people show where they live and their age.")),
    Fault.LISTS: ("lists", _("Choose the list, or leave out this way.")),
    Fault.AGES: ("least_age", _("The youngest age must come first, both between 1 and 120.")),
}


class Age(forms.IntegerField):
    """An age in years, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3})
        told = {"invalid": _("Write an age in years: 16.")}
        super().__init__(required=False, widget=widget, error_messages=told, **kwargs)


class AudienceForm(forms.Form):
    """`acts`: what people do in this kind of activity."""

    who = forms.ChoiceField(label=_("Who may take part"), widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(
        label=_("Quarters"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the whole place."),
    )
    least_age = Age(label=_("From the age of"))
    most_age = Age(label=_("To the age of"))
    proofs = forms.MultipleChoiceField(
        label=_("How they show it: one of these is enough"),
        required=False,
        choices=list(PROOFS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    lists = forms.MultipleChoiceField(
        label=_("Lists"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A list is fixed at the opening: no line is added or changed afterwards."),
    )

    def __init__(self, data: Any = None, *, acts: tuple[Act, ...], audience: Audience) -> None:
        super().__init__(data, initial=initial(audience))
        who = WHO if Act.VOTE in acts else WHO_AND_ANYONE
        self.fields["who"].choices = list(who.items())  # type: ignore[attr-defined]  # a field of choices
        self._offer("areas", [(quarter.code, quarter.name) for quarter in quarters()])
        rolls = Roll.objects.filter(imported_at__isnull=False, erased_at=None).order_by("name", "pk")
        self._offer("lists", [(str(roll.uuid), roll.name) for roll in rolls])
        if "lists" not in self.fields:
            proofs = [(way, words) for way, words in PROOFS.items() if way != Way.LIST]
            self.fields["proofs"].choices = proofs  # type: ignore[attr-defined]  # a field of choices
        self.acts = [act for act in (Act.READ, *acts) if act in OF_ACTS]
        for act in self.acts:
            self.fields[act] = forms.ChoiceField(
                label=LABELS[act], choices=list(OF_ACTS[act].items()), widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.audience = self._audience(cleaned)
        except AudienceRefused as refused:
            field, sentence = FAULTS[refused.args[0]]
            self.add_error(field if field in self.fields else None, str(sentence))
        return cleaned

    def _audience(self, told: Mapping[str, Any]) -> Audience:
        who = ANYONE if told["who"] == Way.ANYONE else CONFIRMED
        if told["who"] == BELONG:
            who = self._belonging(told)
        named = {SAME: who, NOBODY_AT_ALL: NOBODY, Way.CONFIRMED: CONFIRMED, Way.ANYONE: ANYONE}
        return Audience(who, {act: named[told[act]] for act in self.acts})

    def _belonging(self, told: Mapping[str, Any]) -> Requirement:
        if not told["proofs"]:
            raise AudienceRefused(Fault.NO_WAY)
        return Requirement(
            ways=tuple(Way(way) for way in told["proofs"]),
            lists=tuple(told.get("lists", ())) if Way.LIST in told["proofs"] else (),
            areas=tuple(told.get("areas", ())),
            least_age=told["least_age"],
            most_age=told["most_age"],
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Choices that the place has; no field where it has none."""
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a field of choices
        else:
            del self.fields[name]


def initial(audience: Audience) -> dict[str, Any]:
    """What the form shows for an audience that is set."""
    who = audience.who
    open_way = next((way for way in who.ways if way in OPEN_WAYS), None)
    told: dict[str, Any] = {
        "who": open_way or BELONG,
        "proofs": [way for way in who.ways if way in PROOFS],
        "lists": list(who.lists),
        "areas": list(who.areas),
        "least_age": who.least_age,
        "most_age": who.most_age,
    }
    return told | {act: _choice(audience, act) for act in OF_ACTS}


def _choice(audience: Audience, act: Act) -> str:
    asked = audience.of(act)
    if not asked.ways:
        return NOBODY_AT_ALL
    if asked == ANYONE and act == Act.READ:
        return Way.ANYONE
    if asked == audience.who:
        return SAME
    return str(asked.ways[0])
