"""Forms in the look: the renderer of every form of the house, and choices that explain themselves."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """`{{ form }}` and `{{ field.as_field_group }}` come out in the elements of the house."""

    form_template_name = "theming/forms/form.html"
    field_template_name = "theming/forms/field.html"


class Choice(str):
    """A choice's label with a sentence below it, for choice cards: `("a", Choice("Halle", "Un toit de bois."))`."""

    description: str

    def __new__(cls, label: str, description: str = "") -> Choice:
        choice = super().__new__(cls, label)
        choice.description = description
        return choice
