"""The one form in which an agent writes a consultation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations import law
from consultations.outcome_page import LONGEST as LONGEST_OUTCOME
from consultations.pages import ProcessPage
from consultations.proposals.rules import THEMES_MAX
from consultations.rules import milestones
from consultations.rules.law import LAWS, Planned, ProcessType, first_day_of_decision, is_long_enough
from consultations.rules.line import Milestone
from consultations.rules.milestones import LONGEST, MOST, MilestoneError
from dreamplus.core import clock
from dreamplus.participation.forms import Instant
from dreamplus.people.models import User


class ProcessForm(forms.Form):
    """Words, milestones, and the collection of proposals when there is one."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you open?"),
        choices=law.choices,
        initial=ProcessType.CONSULTATION.value,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The law asks something else of each. It never changes afterwards."),
        error_messages={"required": gettext_lazy("Choose what you open.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Give it a title.")},
        help_text=gettext_lazy("A sentence people would say: “The market square, let’s redo it together”."),
    )
    summary = forms.CharField(
        label=gettext_lazy("In one or two sentences"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say in one or two sentences what the consultation is about.")},
    )
    body = forms.CharField(
        label=gettext_lazy("What it is about"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy(
            "An empty line starts a new paragraph. Pictures and documents are added in the page editor."
        ),
    )
    commitment = forms.CharField(
        label=gettext_lazy("What the collectivité commits to"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say who decides, and what is done with what people say.")},
        help_text=gettext_lazy(
            "Who decides, on what, and what will be done with what people say (CRPA, article L131-1)."
        ),
    )
    milestones = forms.CharField(
        label=gettext_lazy("And then?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One stage by line, with or without a date: “17/12/2026 Town council: debate on 17 December”, "
            "“Works: from March 2027”."
        ),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write a day: 17/12/2026.")},
        help_text=gettext_lazy("Of the council or of whoever decides. It stands on the line of the consultation."),
    )
    outcome_by = forms.DateField(
        label=gettext_lazy("Result published by"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write a day: 17/12/2026.")},
        help_text=gettext_lazy(
            "Empty: the day of the decision, or sixty days after the last closing. People see the days left."
        ),
    )
    collect = forms.BooleanField(label=gettext_lazy("Collect proposals"), required=False, initial=True)
    opens_at = Instant(
        label=gettext_lazy("Proposals from"),
        required=False,
        help_text=gettext_lazy("Empty: when you open it, at once."),
    )
    closes_at = Instant(label=gettext_lazy("Proposals until"), required=False)
    themes = forms.CharField(
        label=gettext_lazy("Themes of the proposals, one by line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_milestones(self) -> list[Milestone]:
        try:
            return milestones.read(self.cleaned_data["milestones"])
        except MilestoneError as error:
            raise ValidationError(_told(error)) from error

    def clean_themes(self) -> list[str]:
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["themes"].splitlines() if line.strip()))
        if len(lines) > THEMES_MAX:
            raise ValidationError(_("%(most)s themes at most.") % {"most": THEMES_MAX})
        if any(len(line) > 80 for line in lines):
            raise ValidationError(_("A theme holds 80 characters at most."))
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if cleaned.get("collect") and closes is None and "closes_at" not in self.errors:
            self.add_error("closes_at", _("Until when may people propose? Write a date and an hour."))
        promised = cleaned.get("outcome_by")
        if cleaned.get("collect") and isinstance(closes, datetime) and promised and promised < localtime(closes).date():
            self.add_error("outcome_by", _("Promise the result for a day after the closing of the proposals."))
        if isinstance(opens, datetime) and isinstance(closes, datetime) and closes <= opens:
            self.add_error("closes_at", _("The closing must come after the opening."))
        elif cleaned.get("collect") and isinstance(closes, datetime) and "kind" in cleaned:
            self._look_at_the_law(ProcessType(cleaned["kind"]), opens, closes, cleaned.get("decided_on"))
        return cleaned

    def _look_at_the_law(
        self, kind: ProcessType, opens: datetime | None, closes: datetime, decided_on: date | None
    ) -> None:
        """What these dates can already not meet; the rest is said on the last screen."""
        asked, at = LAWS[kind], localtime(clock.now())
        step = Planned("proposals", "", opens, closes)
        if not is_long_enough(step, asked.least_days, at):
            told = {"days": asked.least_days, "source": asked.source}
            self.add_error("closes_at", _("The law wants %(days)d whole days at least (%(source)s).") % told)
        first = first_day_of_decision([step], asked.before_decision, at) if asked.before_decision else None
        if first and decided_on and decided_on < first:
            told = {"first": date_format(first), "days": asked.before_decision, "source": asked.source}
            sentence = _("%(first)s at the earliest: %(days)d days after the closing (%(source)s).")
            self.add_error("decided_on", sentence % told)


def _told(error: MilestoneError) -> str:
    sentences = {
        "date": _("Line %(line)s: this day does not exist. Write 17/12/2026, or no date."),
        "long": _("Line %(line)s is too long: %(longest)s characters at most on each side of the colon."),
        "many": _("%(most)s stages at most."),
    }
    return sentences[error.reason] % {"line": error.line, "longest": LONGEST, "most": MOST}


class PasswordForm(forms.Form):
    """The password of a link."""

    password = forms.CharField(
        label=gettext_lazy("Password of the link"),
        max_length=20,
        help_text=gettext_lazy("Eight digits, given with the link."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the password given with the link.")},
    )


class AskForm(forms.Form):
    """Who reads it before it opens."""

    of = forms.ModelChoiceField(
        label=gettext_lazy("Who reads it?"),
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose somebody.")},
    )

    def __init__(self, *args: Any, readers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["of"]
        field.queryset = readers  # type: ignore[attr-defined]  # a field of models has one
        field.label_from_instance = lambda one: one.public_name  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """What the reader says. A reason is owed when it is sent back; `seen` is what was read."""

    remark = forms.CharField(
        label=gettext_lazy("What is to be changed, or a word"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class OutcomeForm(forms.Form):
    """What came of a consultation. Empty texts may be kept as a draft; what publishing asks is the service's."""

    said = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        max_length=LONGEST_OUTCOME,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("All opinions, those of few people too, in words that those who spoke would recognise."),
    )
    taken_up = forms.CharField(
        label=gettext_lazy("What is taken up, and what is not"),
        required=False,
        max_length=LONGEST_OUTCOME,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("What changes thanks to what people said, and why the rest does not."),
    )
    reasons = forms.CharField(
        label=gettext_lazy("The decision and its reasons"),
        required=False,
        max_length=LONGEST_OUTCOME,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Empty as long as nothing is decided. The law asks for them in a consultation on the environment."
        ),
    )


class AgainForm(forms.Form):
    """An earlier consultation, and what this one is called."""

    process = forms.ModelChoiceField(
        label=gettext_lazy("Which one?"),
        queryset=ProcessPage.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a consultation."),
            "invalid_choice": gettext_lazy("Choose a consultation."),
        },
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the new one"),
        max_length=160,
        error_messages={"required": gettext_lazy("Give it a title.")},
    )

    def __init__(self, *args: Any, processes: QuerySet[ProcessPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].queryset = processes  # type: ignore[attr-defined]  # a field of models has one
