"""No model holds something about a person without saying how it is told to that person, and how it goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from dreamplus.people import personal_data, processings
from dreamplus.people.models import User
from dreamplus.people.rules.retention import CLASSES

KEPT_AS_TEXT = (models.EmailField, models.GenericIPAddressField, models.TextField, models.JSONField, models.FileField)
SHORTEST_SENTENCE = 80
HOW = """
{models}

Each of these models points to a person, or keeps an address, words or a file. Say in the `personal_data.py` of its
application how the data is told to its owner and how it goes, and call it from `AppConfig.ready()`:

    personal_data.register(personal_data.PersonalData(
        model="…", export=…, erase=…, what=_("your …"), why="participation", keep="public_record",
    ))

or, when it never holds anything about a person: personal_data.exempt("…", because="…").
`why` is a slug of people/processings.py, `keep` a class of people/rules/retention.py.
See platform/dreamplus/people/README.md.
"""


def about_people(model: type[models.Model]) -> list[str]:
    """The model's own fields that may hold something about a person (a parent's are the parent's to speak for)."""
    return [field.name for field in model._meta.local_concrete_fields if may_tell(field)]


def may_tell(field: models.Field) -> bool:
    if field.is_relation:
        return field.related_model is User
    if field.choices:
        return False
    if isinstance(field, KEPT_AS_TEXT):
        return True
    is_text = isinstance(field, models.CharField) and not isinstance(field, models.SlugField)
    return is_text and (field.max_length or SHORTEST_SENTENCE) >= SHORTEST_SENTENCE


def spoken_for() -> set[str]:
    return {data.model for data in personal_data.registered()} | set(personal_data.exempted())


def every_model() -> Iterator[type[models.Model]]:
    return iter(apps.get_models(include_auto_created=True))


def test_no_model_is_forgotten() -> None:
    known = spoken_for()
    forgotten = {
        model._meta.label: fields
        for model in every_model()
        if model._meta.label not in known and (fields := about_people(model))
    }
    told = "\n".join(f"- {label}: {', '.join(fields)}" for label, fields in sorted(forgotten.items()))
    assert not forgotten, HOW.format(models=told)


def test_whoever_points_to_a_person_is_never_exempted() -> None:
    """A reason stands for words that are about nobody, not for a foreign key."""
    pointing = {
        model._meta.label
        for model in every_model()
        if any(field.is_relation and field.related_model is User for field in model._meta.local_concrete_fields)
    }
    assert pointing
    assert pointing & set(personal_data.exempted()) == set()


def test_what_is_registered_exists() -> None:
    assert spoken_for() <= {model._meta.label for model in every_model()}


def test_nobody_is_both_registered_and_exempted() -> None:
    assert {data.model for data in personal_data.registered()} & set(personal_data.exempted()) == set()


@pytest.mark.parametrize("data", personal_data.registered(), ids=lambda data: data.model)
def test_each_says_what_why_and_how_long(data: personal_data.PersonalData) -> None:
    """The notice that people read and the register of processing are made of these words."""
    assert str(data.what), f"{data.model}: say in `what`, in words that people read, what it holds"
    assert processings.get(data.why)
    assert data.keep in CLASSES, f"{data.model}: `keep` is none of the classes of people/rules/retention.py"


def test_a_foreign_key_of_any_name_would_be_seen() -> None:
    """The walk finds what could be forgotten, an address without a foreign key among it."""
    field = models.ForeignKey(User, on_delete=models.CASCADE)
    field.name, field.is_relation = "somebody", True
    assert may_tell(field)
    assert about_people(apps.get_model("cms.ContactMessage")) == ["name", "email", "message", "recipient"]
    assert not may_tell(models.SlugField(max_length=200))


def test_no_pointer_to_anything_hides_a_person() -> None:
    """A generic key may point to a person; those that do not are named here, with what they point to."""
    generic = {
        model._meta.label
        for model in every_model()
        if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)
    }
    assert generic - spoken_for() == set(), HOW.format(models="\n".join(sorted(generic - spoken_for())))
