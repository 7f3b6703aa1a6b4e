"""The declaration of age, for the first contribution where the instance asks for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dreamplus.people.models import User
from dreamplus.people.rights.services.consents import has_declared_age


class AgeField(forms.BooleanField):
    """One box; neither age nor date of birth is asked (loi 78-17, article 45)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("I am fifteen or over, or one of my parents agrees with me"))
        kwargs.setdefault("help_text", _("Asked once. We keep that you ticked this box, and nothing about your age."))
        kwargs.setdefault(
            "error_messages", {"required": _("Under fifteen, ask one of your parents first, then tick this box.")}
        )
        super().__init__(**kwargs)


class AgeForm(forms.Form):
    """The box alone, shown beside the button that publishes."""

    age = AgeField()


def age_form(person: User | None, data: Any = None) -> AgeForm | None:
    """The form to show, or None when the instance does not ask or the person has answered."""
    if not settings.DREAM_ASK_AGE or person is None or has_declared_age(person):
        return None
    return AgeForm(data)
