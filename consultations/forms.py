"""The one form in which an agent writes a consultation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.proposals.rules import THEMES_MAX
from consultations.rules import milestones
from consultations.rules.line import Milestone
from consultations.rules.milestones import LONGEST, MOST, MilestoneError
from dreamplus.participation.forms import Instant


class ProcessForm(forms.Form):
    """Words, milestones, and the collection of proposals when there is one."""

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
        if isinstance(opens, datetime) and isinstance(closes, datetime) and closes <= opens:
            self.add_error("closes_at", _("The closing must come after the opening."))
        return cleaned


def _told(error: MilestoneError) -> str:
    sentences = {
        "date": _("Line %(line)s: this day does not exist. Write 17/12/2026, or no date."),
        "long": _("Line %(line)s is too long: %(longest)s characters at most on each side of the colon."),
        "many": _("%(most)s stages at most."),
    }
    return sentences[error.reason] % {"line": error.line, "longest": LONGEST, "most": MOST}
