"""What a template may not hold, and that each is used."""

import re
from pathlib import Path

from django.apps import apps
from django.template import engines
from wagtail.models import Page

from dreamplus.cli.clone import house

INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "escaping switched off": re.compile(r"{%\s*autoescape\s+off|\|\s*safe(?:seq)?\b"),
}


def pages():
    """Templates read by a browser under the strict policy: everything but e-mails."""
    return {name: file for name, file in house.templates().items() if "email" not in name and file.suffix != ".txt"}


def test_nothing_is_inline():
    found = []
    for name, file in pages().items():
        text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", file.read_text(), flags=re.DOTALL)
        found += [f"{name}: {what}" for what, pattern in INLINE.items() if pattern.search(text)]
    assert found == []


def test_every_template_is_used():
    """By its name in our code or templates, as an element, as the template of a page, or in place of a library's."""
    by_convention = {model.template for model in apps.get_models() if issubclass(model, Page)}
    text = "\n".join(file.read_text() for file in [*house.sources(), *house.templates().values()])
    unused = [
        name
        for name in house.templates()
        if name not in text
        and name not in by_convention
        and not is_one_of_a_folder(name, text)
        and not replaces_a_library(name)
        and not is_a_pair(name, text)
        and "/" in name  # 404.html and its like: Django asks for them
    ]
    assert unused == []


def is_one_of_a_folder(name, text):
    """`theming/elements/button.html` is used by `{% el "button" %}`: code names the folder, and the stem apart."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/" in text and f'"{file.removesuffix(".html")}"' in text


def is_a_pair(name, text):
    """An e-mail's two bodies and its subject share a stem, which is what the code names."""
    stem = name.rpartition(".")[0]
    beside_a_librarys = name.endswith(".html") and replaces_a_library(f"{stem}.txt")
    return "email" in name and (beside_a_librarys or stem.removesuffix("_subject").removesuffix("_message") in text)


def replaces_a_library(name):
    """A library has a template of this name, which ours stands before."""
    ours = house.templates()[name]
    places = [origin for loader in engines["django"].engine.template_loaders for origin in origins(loader, name)]
    return any(Path(place).exists() for place in places if place != str(ours))


def origins(loader, name):
    """Where a loader would look, the cached loader's own loaders included."""
    inner = getattr(loader, "loaders", [loader])
    return [origin.name for each in inner for origin in each.get_template_sources(name)]
