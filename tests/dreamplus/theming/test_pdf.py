"""PDF: tagged, in its language, fonts inside, and nothing fetched from anywhere."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import pytest
from django.template import engines
from django.template.loaders import locmem
from django.utils import translation
from PIL import ImageFile

from dreamplus.theming import brand
from dreamplus.theming.pdf import NotOurs, render_pdf, static_file

PAGE = '{% extends "theming/pdf/base.html" %}{% block title %}Titre{% endblock %}{% block main %}'
DOCUMENTS = {
    "pdf/good.html": PAGE + '{% include "theming/pdf/plaque.html" %}<h1>Été</h1><p>{{ words }}</p>{% endblock %}',
    "pdf/asking.html": PAGE + '<img alt="" src="{{ address }}">{% endblock %}',
}
ELSEWHERE = [
    "http://127.0.0.1:9/x.png",
    "https://exemple.fr/x.png",
    "//exemple.fr/x.png",
    "ftp://exemple.fr/x.png",
    "file:///etc/hostname",
    "/etc/hostname",
    "data:image/png;base64,iVBORw0KGgo=",
    "/media/x.png",
    "/static/../settings.py",
    "/static/%2e%2e/settings.py",
    "/static//etc/hostname",
    "/static/theming/absent.png",
]


@pytest.fixture(autouse=True)
def documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(brand, "_provider", lambda _request: brand.Brand(name="Wattrelin", initials="W"))
    engine = engines["django"].engine  # type: ignore[attr-defined]
    before = engine.template_loaders
    engine.template_loaders = [locmem.Loader(engine, DOCUMENTS), *before]
    yield
    engine.template_loaders = before


def unpacked(data: bytes) -> bytes:
    """The document with its streams in clear."""
    found = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_a_document_is_tagged_says_its_language_and_carries_its_fonts() -> None:
    with translation.override("nl"):
        text = unpacked(render_pdf("pdf/good.html", {"words": "Bonjour"}))
    assert b"/MarkInfo" in text
    assert b"/StructTreeRoot" in text
    assert b"/Lang (nl)" in text
    assert b"<pdfuaid:part>1</pdfuaid:part>" in text or b'pdfuaid:part="1"' in text
    assert b"Titre" in text
    assert text.count(b"/FontFile2") + text.count(b"/FontFile3") >= 2


def test_pictures_that_people_send_must_still_be_whole() -> None:
    """The library tells Pillow to accept half a picture, everywhere in the process."""
    render_pdf("pdf/good.html", {"words": "Bonjour"})
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_what_is_written_is_never_markup() -> None:
    assert render_pdf("pdf/good.html", {"words": '<img src="http://127.0.0.1:9/x.png">'}).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nothing_is_fetched_but_our_static_files(address: str) -> None:
    with pytest.raises(NotOurs):
        render_pdf("pdf/asking.html", {"address": address})


def test_our_static_files_are_found() -> None:
    assert static_file("https://static.invalid/static/theming/pdf/pdf.css").name == "pdf.css"
