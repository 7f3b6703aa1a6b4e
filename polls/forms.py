"""The ballot, and the forms of the agent."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.theming.forms import Choice, ChoicePicture
from polls.rules import BlankWithChoices, ChoiceRefused, Majority, Method, Rules, Thresholds, check
from polls.sentences import at_most, choice_sentence
from polls.words import PollWords

BLANK = "~"
"""What the form sends for a blank vote: no option code can be this."""


class BallotForm(forms.Form):
    """Options as cards and the blank vote; `cleaned_data["choices"]` is a tuple of codes, empty when blank."""

    def __init__(
        self,
        *args: Any,
        rules: Rules,
        words: PollWords,
        pictures: Mapping[str, ChoicePicture] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        offered = [
            (option.code, Choice(option.label, option.description, pictures.get(option.code)))
            for option in words.options
        ]
        offered.append((BLANK, Choice(_("Blank vote"), _("It is counted apart and published."))))
        several = rules.method == Method.SEVERAL
        kind = forms.MultipleChoiceField if several else forms.ChoiceField
        self.fields["choices"] = kind(
            label=words.question or words.title,
            help_text=instruction(rules),
            choices=offered,
            widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
            error_messages={
                "required": _("Choose an option, or the blank vote."),
                "invalid_choice": _("This choice is not among the options of the vote. Please choose again."),
            },
        )

    def clean_choices(self) -> tuple[str, ...]:
        given = self.cleaned_data["choices"]
        codes = [given] if isinstance(given, str) else list(given)
        try:
            if BLANK in codes:
                if len(set(codes)) > 1:
                    raise BlankWithChoices
                return ()
            return check(self.rules, codes)
        except ChoiceRefused as refused:
            raise forms.ValidationError(choice_sentence(refused)) from None


def initial(rules: Rules, choices: tuple[str, ...]) -> dict[str, Any]:
    """What the form shows ticked for those choices."""
    ticked = list(choices) or [BLANK]
    return {"choices": ticked if rules.method == Method.SEVERAL else ticked[0]}


def instruction(rules: Rules) -> str:
    """How many options to choose, in a sentence."""
    if rules.method != Method.SEVERAL:
        return at_most(1)
    if rules.least == rules.most:
        return _("Choose exactly %(most)d options, or the blank vote.") % {"most": rules.most}
    if rules.least == 1:
        return _("Choose up to %(most)d options, or the blank vote.") % {"most": rules.most}
    return _("Choose from %(least)d to %(most)d options, or the blank vote.") % {
        "least": rules.least,
        "most": rules.most,
    }


class RulesForm(forms.Form):
    """How people choose."""

    method = forms.ChoiceField(
        label=gettext_lazy("How people choose"),
        choices=[
            (Method.SINGLE, gettext_lazy("One option among several")),
            (Method.SEVERAL, gettext_lazy("Several options (approval)")),
            (Method.YES_NO, gettext_lazy("Yes, no, or abstain")),
        ],
        widget=forms.RadioSelect,
        initial=Method.SINGLE,
    )
    least = forms.IntegerField(
        label=gettext_lazy("At least"),
        min_value=1,
        max_value=50,
        initial=1,
        required=False,
        help_text=gettext_lazy("For several options only."),
    )
    most = forms.IntegerField(
        label=gettext_lazy("At most"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=gettext_lazy("For several options only. Empty: as many as there are."),
    )

    quorum = forms.IntegerField(
        label=gettext_lazy("Quorum"),
        min_value=1,
        max_value=10_000_000,
        required=False,
        help_text=gettext_lazy("How many people must have voted, blank votes included. Empty: none is asked."),
    )
    majority = forms.ChoiceField(
        label=gettext_lazy("What comes first is carried with"),
        choices=[
            (Majority.RELATIVE, gettext_lazy("more votes than the others")),
            (Majority.ABSOLUTE, gettext_lazy("more than half of the ballots that express a choice")),
            (Majority.TWO_THIRDS, gettext_lazy("two thirds of the ballots that express a choice")),
        ],
        widget=forms.RadioSelect,
        initial=Majority.RELATIVE,
    )

    @property
    def thresholds(self) -> Thresholds:
        """What was asked, once the form is valid."""
        return Thresholds(self.cleaned_data["quorum"] or 0, Majority(self.cleaned_data["majority"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("least") or 1, cleaned.get("most")
        if most is not None and least > most:
            self.add_error("most", _("At most cannot be smaller than at least."))
        return cleaned
