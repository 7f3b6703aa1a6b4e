"""Documents as they come in: what the name says must be what the file is, and it must carry no program."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MAX_BYTES = 30_000_000
MAX_MEMBERS = 5_000
OFFICE_OPEN = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
WITH_MIMETYPE = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "epub": b"application/epub+zip",
}
PROGRAMS = ("vbaproject.bin", "basic/script-lc.xml", "scripts/", "activex/", "macrosheets/")


def check_document(file: IO[bytes]) -> None:
    """Raises `ValidationError` with a sentence: too heavy, not what its name says, or carrying macros."""
    name = str(getattr(file, "name", "") or "")
    extension = PurePath(name).suffix.lower().lstrip(".")
    file.seek(0, 2)
    if file.tell() > MAX_BYTES:
        limit = filesizeformat(MAX_BYTES)
        raise ValidationError(_("This document is too heavy: %(limit)s at most.") % {"limit": limit}, code="too_heavy")
    file.seek(0)
    try:
        _check_content(file, extension)
    finally:
        file.seek(0)


def _check_content(file: IO[bytes], extension: str) -> None:
    if extension == "pdf":
        _expect(file.read(1_024).lstrip().startswith(b"%PDF-"), extension)
    elif extension in ("csv", "txt"):
        _expect(b"\0" not in file.read(), extension)
    elif extension in OFFICE_OPEN or extension in WITH_MIMETYPE:
        _check_archive(file, extension)
    else:
        raise ValidationError(
            _("Files of the kind “%(kind)s” are not taken. Give a PDF or an office document.") % {"kind": extension},
            code="kind",
        )


def _check_archive(file: IO[bytes], extension: str) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:200] if "mimetype" in names[:1] else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, IndexError):
        _expect(False, extension)
        return
    _expect(len(names) <= MAX_MEMBERS, extension)
    if extension in OFFICE_OPEN:
        _expect("[Content_Types].xml" in names and any(n.startswith(OFFICE_OPEN[extension]) for n in names), extension)
    else:
        _expect(mimetype.strip() == WITH_MIMETYPE[extension], extension)
    if any(program in name.lower() for name in names for program in PROGRAMS):
        raise ValidationError(
            _("This document contains macros. Save it again without macros, or as a PDF."), code="macros"
        )


def _expect(condition: bool, extension: str) -> None:
    if not condition:
        raise ValidationError(
            _("This file is damaged, or is not really a “%(kind)s” file.") % {"kind": extension}, code="content"
        )
