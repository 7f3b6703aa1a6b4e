"""Letters read well as text and look like the place they come from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.template import engines
from django.template.loaders import locmem
from django.template.loaders.cached import Loader

from dreamplus.theming import brand, email

LETTERS = {
    "letters/code.txt": (
        '{% extends "theming/email/base.txt" %}{% block subject %}Votre code : {{ code }}{% endblock %}'
        "{% block body %}Bonjour {{ name }},\n\nvoici votre code : {{ code }}\n{% endblock %}"
    ),
    "letters/silent.txt": '{% extends "theming/email/base.txt" %}',
    "letters/drawn.txt": (
        '{% extends "theming/email/base.txt" %}{% block subject %}Objet{% endblock %}{% block body %}.{% endblock %}'
    ),
    "letters/drawn.html": (
        '{% extends "theming/email/base.html" %}{% block body %}<p class="code">{{ code }}</p>{% endblock %}'
    ),
}


@pytest.fixture(autouse=True)
def commune(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender known without a database."""
    monkeypatch.setattr(brand, "_provider", lambda _request: brand.Brand())


@pytest.fixture(autouse=True)
def letters() -> Iterator[None]:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    before = engine.template_loaders
    engine.template_loaders = [locmem.Loader(engine, LETTERS), *before]
    yield
    engine.template_loaders = before
    for loader in before:
        if isinstance(loader, Loader):
            loader.reset()


def test_the_first_line_is_the_subject_and_the_text_is_not_escaped() -> None:
    message = email.message("letters/code", {"code": "7KQ4", "name": "L’Herm & fils"}, to="camille@exemple.fr")

    assert message.subject == "Votre code : 7KQ4"
    assert message.to == ["camille@exemple.fr"]
    assert str(message.body).startswith("Bonjour L’Herm & fils,\n\nvoici votre code : 7KQ4\n")
    assert f"\n-- \nDREAM+\n{settings.DREAM_ORIGIN}" in str(message.body)


def test_without_a_drawing_of_its_own_the_text_is_set_in_the_look() -> None:
    message = email.message("letters/code", {"code": "7KQ4", "name": "<b>"}, to="camille@exemple.fr")
    html = str(message.alternatives[0].content)

    assert f'<a class="plaque" href="{settings.DREAM_ORIGIN}">DREAM+</a>' in html
    assert "Bonjour &lt;b&gt;," in html
    assert "\n--" not in html


def test_a_drawing_of_its_own_is_used() -> None:
    message = email.message("letters/drawn", {"code": "7KQ4"}, to="camille@exemple.fr")

    assert '<p class="code">7KQ4</p>' in str(message.alternatives[0].content)


def test_a_subject_cannot_bring_headers_along() -> None:
    message = email.message("letters/code", {"code": "1\nBcc: x@y.fr", "name": ""}, to="camille@exemple.fr")

    assert "\n" not in message.subject


def test_the_subject_may_come_from_the_context() -> None:
    assert email.message("letters/silent", {"subject": "Voirie"}, to="camille@exemple.fr").subject == "Voirie"


def test_a_letter_without_subject_is_refused() -> None:
    with pytest.raises(ValueError, match="first line is the subject"):
        email.message("letters/silent", {}, to="camille@exemple.fr")
