from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """Length and rights are the service's; what was typed always comes back."""

    text = forms.CharField(
        label=_("Your comment"),
        help_text=_("Your name is shown beside it. Be courteous: talk about the idea, not the person."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something before you publish.")},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def fresh(cls, *, text: str = "", prefix: str | None = None) -> CommentForm:
        return cls(initial={"text": text, "form_key": uuid.uuid4()}, prefix=prefix)
