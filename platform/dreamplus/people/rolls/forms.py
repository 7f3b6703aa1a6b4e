"""What agents and residents type about lists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.rolls.models import Roll
from dreamplus.people.rolls.rules import sizes

LONGEST_KEPT = timedelta(days=5 * 365)


class RollForm(forms.ModelForm):
    """A list before its file: what it is for, how long it is kept."""

    class Meta:
        model = Roll
        fields = ["name", "purpose", "erase_on", "by_email", "forget_addresses"]
        labels = {
            "name": gettext_lazy("Name of the list"),
            "purpose": gettext_lazy("What it is for"),
            "erase_on": gettext_lazy("Day on which it is erased"),
            "by_email": gettext_lazy("A confirmed e-mail address of the file is proof enough"),
            "forget_addresses": gettext_lazy("Forget postal addresses once the letters are downloaded"),
        }
        help_texts = {
            "name": gettext_lazy("People read it: “Residents of Wattrelin aged 16 and over, 2026”."),
            "purpose": gettext_lazy("One or two sentences, printed in the letters."),
            "erase_on": gettext_lazy(
                "When votes and objections are over. Names, addresses and codes then go for good."
            ),
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "erase_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean_erase_on(self) -> date:
        day: date = self.cleaned_data["erase_on"]
        today = timezone.localdate(clock.now())
        if day <= today:
            raise forms.ValidationError(_("The day of erasure must be to come."))
        if day > today + LONGEST_KEPT:
            raise forms.ValidationError(_("Five years at most: make a new list for what comes after."))
        return day


class FileForm(forms.Form):
    """The file of a list."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV, XLSX or ODS, 200 000 lines and 30 MB at most. It is read first; you confirm after."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.ods"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > sizes.BYTES:
            raise forms.ValidationError(_("The file is too large: %(size)s MB at most.") % {"size": 30})
        return file


class SearchForm(forms.Form):
    """A name, as it is heard at the counter."""

    q = forms.CharField(
        label=gettext_lazy("Name of the person"),
        min_length=2,
        max_length=100,
        help_text=gettext_lazy("First name, surname or a part of them; accents do not count."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class DocumentSeenForm(forms.Form):
    """One box: nothing of the document is written down."""

    document_seen = forms.BooleanField(
        label=gettext_lazy("I have seen a document with this person’s name and photograph"),
        error_messages={"required": gettext_lazy("Look at a document first, then tick this box.")},
    )


class VouchForm(DocumentSeenForm):
    """The account of the person who stands there."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of their account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        known = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
        self.user: User | None = known.user if known and known.user.is_active else None
        if self.user is None:
            raise forms.ValidationError(
                _("Nobody has an account with this address. Give a code instead: it serves once they have one.")
            )
        return email


class CodeForm(forms.Form):
    """A code from a letter or from the counter."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Sixteen signs in four groups. Dashes, spaces and small letters do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-dream-code": ""}
        ),
    )
