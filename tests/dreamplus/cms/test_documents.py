"""Documents: what comes in, and who may take what out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from dreamplus.cms import documents
from dreamplus.cms.testing import PDF, make_document
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in


def archive(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}, **more)


def odt(**more: bytes) -> bytes:
    return archive(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"}, **more)


TAKEN: dict[str, bytes] = {
    "ordre.pdf": PDF,
    "lettre.docx": docx(),
    "lettre.odt": odt(),
    "liste.csv": "nom;prénom\n".encode("latin-1"),
    "note.txt": "été".encode(),
}


@pytest.mark.parametrize("name", TAKEN)
def test_office_documents_are_taken(name: str) -> None:
    documents.check_document(ContentFile(TAKEN[name], name=name))


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a page": ("page.html", lambda: b"<script>alert(1)</script>"),
    "an SVG": ("plan.svg", lambda: b"<svg onload='alert(1)'/>"),
    "a program": ("outil.exe", lambda: b"MZ"),
    "a shell script": ("outil.sh", lambda: b"#!/bin/sh"),
    "no extension": ("README", lambda: b"x"),
    "a page named PDF": ("acte.pdf", lambda: b"<!doctype html><script>alert(1)</script>"),
    "an empty PDF": ("acte.pdf", lambda: b""),
    "a program named PDF": ("acte.pdf", lambda: b"MZ\x90" + b"\0" * 99),
    "a PDF named docx": ("acte.docx", lambda: PDF),
    "any archive named docx": ("acte.docx", lambda: archive(**{"a.exe": b"MZ"})),
    "a docx named odt": ("acte.odt", lambda: docx()),
    "macros in a docx": ("acte.docx", lambda: docx(**{"word/vbaProject.bin": b"x"})),
    "macros in an odt": ("acte.odt", lambda: odt(**{"Basic/script-lc.xml": b"x"})),
    "macros in a spreadsheet": (
        "acte.xlsx",
        lambda: archive(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/macrosheets/sheet1.xml": b""}),
    ),
    "half an archive": ("acte.docx", lambda: docx()[:80]),
    "too many members": ("acte.docx", lambda: docx(**{f"word/{n}": b"" for n in range(documents.MAX_MEMBERS)})),
    "bytes named text": ("note.txt", lambda: b"a\0b"),
    "too heavy": ("acte.pdf", lambda: PDF + b"\0" * documents.MAX_BYTES),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused(name: str) -> None:
    file_name, make = HOSTILE[name]
    with pytest.raises(ValidationError) as refused:
        documents.check_document(ContentFile(make(), name=file_name))
    assert refused.value.messages[0].endswith(".")


@pytest.mark.django_db
def test_every_document_lies_outside_what_the_web_server_serves() -> None:
    path = Path(make_document().file.path)
    assert path.is_relative_to(settings.DREAM_PRIVATE_MEDIA)
    assert not path.is_relative_to(settings.MEDIA_ROOT)


@pytest.mark.django_db
def test_a_document_cannot_run_anything_in_the_browser(client: Client) -> None:
    answer = client.get(make_document().url)
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


# Who × document → opens?
WHO: dict[str, tuple[Role | None, bool, bool]] = {
    # name: (role, second factor shown, opens a private one)
    "citizen": (None, False, False),
    "agent": (Role.AGENT, True, True),
    "agent without second factor": (Role.AGENT, False, False),
    "official": (Role.OFFICIAL, True, True),
    "official without second factor": (Role.OFFICIAL, False, False),
    "administrator": (Role.ADMINISTRATOR, True, True),
}


@pytest.mark.django_db
@pytest.mark.parametrize("who", WHO)
def test_who_opens_a_private_document(client: Client, who: str) -> None:
    role, second_factor, opens = WHO[who]
    person = make_person(role) if role else make_person()
    sign_in(client, person, second_factor=second_factor)
    answer = client.get(make_document(private=True, content=PDF + b"secret").url)
    read = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (b"secret" in read) is opens


@pytest.mark.django_db
def test_a_visitor_opens_public_documents_only(client: Client) -> None:
    assert client.get(make_document().url).status_code == 200
    answer = client.get(make_document(private=True).url)
    assert (answer.status_code, answer["Location"].startswith("/compte/login/")) == (302, True)


@pytest.mark.django_db
def test_another_name_for_a_document_opens_nothing(client: Client) -> None:
    document = make_document(private=True)
    assert client.get(f"/documents/{document.pk}/autre.pdf").status_code == 404
