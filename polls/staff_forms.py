"""The forms in which an agent writes a vote."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.participation.enums import Visibility
from dreamplus.participation.forms import DatesForm
from dreamplus.theming.forms import Choice
from polls import levels
from polls.forms import RulesForm
from polls.rules import Method
from polls.rules.poll import NUMBERS

MOST_OPTIONS = 30


class QuestionForm(RulesForm):
    """A question with its options (one a line) and how people choose."""

    question = forms.CharField(
        label=gettext_lazy("The question people answer"), max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    options = forms.CharField(
        label=gettext_lazy("Options, one a line"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "After a vertical bar, a sentence may explain the option: “The covered market | A wooden roof, 1.2 M€”. "
            "The blank vote is added by itself. For a yes-no vote, leave this empty."
        ),
    )
    field_order: tuple[str, ...] = ("question", "method", "options")

    def clean_options(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        pairs = [(label.strip(), sentence.strip()) for label, _bar, sentence in (line.partition("|") for line in lines)]
        labels = [label for label, _sentence in pairs]
        if any(not label or len(label) > 160 for label in labels):
            raise forms.ValidationError(_("Each option needs words of its own, 160 characters at most."))
        if any(len(sentence) > 400 for _label, sentence in pairs):
            raise forms.ValidationError(_("The sentence of an option holds 400 characters at most."))
        if len(set(labels)) != len(labels):
            raise forms.ValidationError(_("Two options have the same words."))
        if len(pairs) > MOST_OPTIONS:
            raise forms.ValidationError(_("%(most)d options at most.") % {"most": MOST_OPTIONS})
        return pairs

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        options = cleaned.get("options")
        if options is None or cleaned.get("method") == Method.YES_NO:
            return cleaned
        method, there = cleaned.get("method"), {"number": len(options)}
        bounded = method is not None and "most" in NUMBERS.get(Method(method), ())
        if len(options) < 2:
            self.add_error("options", _("Write at least two options, one a line."))
        elif bounded and (cleaned.get("most") or 1) > len(options):
            self.add_error("most", _("There are only %(number)d options.") % there)
        elif method == Method.STV and self.numbers["seats"] >= len(options):
            self.add_error("seats", _("There are only %(number)d options: fewer must be chosen.") % there)
        return cleaned

    def asked(self) -> dict[str, Any]:
        """Question, options and rules, as the services take them."""
        cleaned = self.cleaned_data
        options = [] if cleaned["method"] == Method.YES_NO else cleaned["options"]
        return {
            "question": cleaned["question"],
            "options": options,
            "method": cleaned["method"],
            "least": cleaned.get("least") or 1,
            "most": cleaned.get("most") or max(1, len(options)),
            "numbers": self.numbers,
            "thresholds": self.thresholds,
        }


class PollForm(QuestionForm, DatesForm):
    """The first question, dates, when the result is shown, how secret it is."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    results_visibility = forms.ChoiceField(
        label=gettext_lazy("The result is shown"),
        choices=Visibility.choices,
        initial=Visibility.SEALED,
        widget=forms.RadioSelect,
    )
    level = forms.ChoiceField(
        label=gettext_lazy("How secret it is"), widget=forms.RadioSelect, initial=levels.A, required=False, choices=()
    )
    field_order = (
        "title",
        "question",
        "method",
        "options",
        "least",
        "most",
        "top",
        "by",
        "seats",
        "credits",
        "quorum",
        "majority",
        "by_roll",
        "proxies",
        "opens_at",
        "closes_at",
        "results_visibility",
        "level",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = levels.offered()
        if not offered:
            del self.fields["level"]
            return
        confidential = Choice(
            _("Confidential"),
            _("The choice is kept under a code until objections end. For everybody, with or without JavaScript."),
        )
        cards = [(one.code, Choice(str(one.label), str(one.sentence))) for one in offered]
        self.fields["level"].choices = [(levels.A, confidential), *cards]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        secret = (cleaned.get("level") or levels.A) != levels.A
        if secret and cleaned.get("results_visibility") == Visibility.LIVE:
            self.add_error(
                "results_visibility", _("A secret vote is opened after its closing: nothing is shown before.")
            )
        if secret and self.weighting:
            self.add_error("level", _("In a secret vote each person has one vote: no weights and no proxies."))
        return cleaned

    def poll(self) -> dict[str, Any]:
        """The arguments of `create_poll`."""
        names = ("title", "opens_at", "closes_at", "results_visibility")
        told = {name: self.cleaned_data[name] for name in names}
        level = self.cleaned_data.get("level") or levels.A
        return told | self.asked() | {"level": level, "weighting": self.weighting}
