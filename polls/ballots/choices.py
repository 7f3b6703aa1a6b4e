"""One option, several, or yes-no: cards that one touches anywhere, and the blank vote as one more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dreamplus.theming.forms import Choice
from polls.ballots.form import BLANK, Ballot
from polls.rules import BlankWithChoices, ChoiceRefused, Choices, Method, check
from polls.sentences import choice_sentence


class ChoicesBallot(Ballot):
    """One field, `choices`."""

    template = "polls/ballots/choices.html"
    needs_script = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (option.code, Choice(option.label, option.description, self.pictures.get(option.code)))
            for option in self.words.options
        ]
        offered.append((BLANK, Choice(_("Blank vote"), _("It is counted apart and published."))))
        several = self.rules.method == Method.SEVERAL
        kind = forms.MultipleChoiceField if several else forms.ChoiceField
        self.fields["choices"] = kind(
            label=self.question,
            help_text=self.instruction,
            choices=offered,
            widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
            error_messages={
                "required": _("Choose an option, or the blank vote."),
                "invalid_choice": _("This choice is not among the options of the vote. Please choose again."),
            },
        )

    def sent(self, choices: Choices) -> dict[str, Any]:
        ticked = list(choices) or [BLANK]
        return {"choices": ticked if self.rules.method == Method.SEVERAL else ticked[0]}

    def clean_choices(self) -> Choices:
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
