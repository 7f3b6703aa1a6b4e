"""Forms of moderation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.core.proof import ProofField
from dreamplus.moderation.enums import Degree, Measure
from dreamplus.moderation.models import Charter, Ground
from dreamplus.moderation.queries import grounds
from dreamplus.moderation.services.notices import must_be_named

NO_GROUND = gettext_lazy("Choose the ground.")


class GroundField(forms.ModelChoiceField):
    """One of the grounds in use, as radio buttons."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": NO_GROUND})
        super().__init__(Ground.objects.none(), widget=forms.RadioSelect, empty_label=None, **kwargs)


class NoticeForm(forms.Form):
    """The elements of article 16, in the words of a neighbour."""

    ground = GroundField(label=gettext_lazy("What is wrong?"))
    explanation = forms.CharField(
        label=gettext_lazy("Explain in your own words"),
        help_text=gettext_lazy("Which words, and why they break the law or the charter."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Explain what is wrong: without it nobody can judge.")},
    )
    location = forms.CharField(
        label=gettext_lazy("Exact place"),
        help_text=gettext_lazy("Filled for you; change it if the words stand elsewhere too."),
        max_length=500,
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        help_text=gettext_lazy(
            "Name and address are needed only for what breaks the law, save offences involving minors. "
            "The author never learns who you are."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    good_faith = forms.BooleanField(
        label=gettext_lazy("I report in good faith: I believe that what I write is exact and complete."),
        error_messages={"required": gettext_lazy("Confirm that you report in good faith.")},
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    proof = ProofField()

    def __init__(self, *args: Any, signed_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].queryset = grounds()  # type: ignore[attr-defined]  # a choice of rows
        if signed_in:
            del self.fields["proof"], self.fields["website"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Empty this field: it is there to stop programs that send advertisements."))
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ground = cleaned.get("ground")
        if ground is not None and must_be_named(ground):
            for name, sentence in (("name", _("Write your name.")), ("email", _("Write your e-mail address."))):
                if name not in self.errors and not str(cleaned.get(name, "")).strip():
                    self.add_error(name, sentence)
        return cleaned


class AppealForm(forms.Form):
    """Why somebody contests."""

    words = forms.CharField(
        label=gettext_lazy("Why do you contest this decision?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say why you contest: whoever answers reads it.")},
    )


class DecisionForm(forms.Form):
    """Measure, ground, facts, message. `degrees` may be given to the author now; none: no sanction is offered."""

    measure = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=[(Measure.KEPT, gettext_lazy("Show these words")), (Measure.HIDDEN, gettext_lazy("Hide these words"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what you decide.")},
    )
    ground = GroundField(label=gettext_lazy("Ground, published"), required=False)
    facts = forms.CharField(
        label=gettext_lazy("Facts, for the author"),
        help_text=gettext_lazy("Which words, in what way they break the ground. Compulsory to hide."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    message = forms.CharField(
        label=gettext_lazy("A word to the author"),
        help_text=gettext_lazy("For instance how to write it again."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    degree = forms.ChoiceField(
        label=gettext_lazy("Sanction"),
        required=False,
        help_text=gettext_lazy("By degrees, and only with hidden words. Voting and reading are never touched."),
    )

    def __init__(self, *args: Any, degrees: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].queryset = grounds()  # type: ignore[attr-defined]  # a choice of rows
        if degrees:
            chosen = [(value, Degree(value).label) for value in degrees]
            self.fields["degree"].choices = [("", _("No sanction")), *chosen]  # type: ignore[attr-defined]  # a choice
        else:
            del self.fields["degree"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("measure") == Measure.HIDDEN:
            if cleaned.get("ground") is None and "ground" not in self.errors:
                self.add_error("ground", str(NO_GROUND))
            if not str(cleaned.get("facts", "")).strip():
                self.add_error("facts", _("Tell the facts: the author is owed them."))
        elif cleaned.get("degree"):
            self.add_error("degree", _("A sanction goes with words that are hidden."))
        return cleaned


class ReviewForm(DecisionForm):
    """The answer to an appeal: the same, and whether the sanction falls."""

    lift = forms.BooleanField(label=gettext_lazy("Lift the sanction all the same"), required=False)

    def __init__(self, *args: Any, sanctioned: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sanctioned:
            del self.fields["lift"]


class CharterForm(forms.ModelForm[Charter]):
    class Meta:
        model = Charter
        fields = ["text", "contact", "routes"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 14}),
            "contact": forms.Textarea(attrs={"rows": 2}),
            "routes": forms.Textarea(attrs={"rows": 5}),
        }


class GroundForm(forms.ModelForm[Ground]):
    class Meta:
        model = Ground
        fields = ["title", "words", "nature", "minors", "active"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3}), "nature": forms.RadioSelect}
