"""Forms in the look: the renderer of every form of the house, and choices that explain themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_noop

# Sentences of Django that this house says better in French and Dutch: they stand here to be in its catalogue.
SAID_BETTER = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a whole number."),
    gettext_noop("The submitted file is empty."),
)


class Renderer(DjangoTemplates):
    """`{{ form }}` and `{{ field.as_field_group }}` come out in the elements of the house."""

    form_template_name = "theming/forms/form.html"
    field_template_name = "theming/forms/field.html"


@dataclass(frozen=True)
class ChoicePicture:
    """What a choice looks like: an address of ours, its size in pixels, its text, who made it."""

    address: str
    width: int
    height: int
    alternative: str
    credit: str = ""


class Choice(str):
    """A choice's label with what its card shows beside it: `("a", Choice("Halle", "Un toit de bois.", picture))`."""

    description: str
    picture: ChoicePicture | None

    def __new__(cls, label: str, description: str = "", picture: ChoicePicture | None = None) -> Choice:
        choice = super().__new__(cls, label)
        choice.description = description
        choice.picture = picture
        return choice
