"""Lists, their files, and a worker that reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook

from dreamplus.core import clock
from dreamplus.core.sheets import csv_bytes
from dreamplus.core.tasks.testing import run_all
from dreamplus.people.rolls import services
from dreamplus.people.rolls.enums import ImportState
from dreamplus.people.rolls.models import Roll, RollImport

AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
HEADER = ["nom", "prénom", "année ou date de naissance", "adresse", "quartier", "e-mail", "identifiant"]
PEOPLE = [
    ["Dupont", "Zoé", "12/03/1985", "3 rue du Marché\n59100 Wattrelin", "Centre", "Zoe@exemple.fr", "A1"],
    ["N’Guyễn", "Élie", "1990", "5 rue du Marché\n59100 Wattrelin", "Le Crétinier", "", "A2"],
    ["Vandenbroucke", "Maëlle", "2012-02-29", "", "", "", ""],
]
Table = Sequence[Sequence[Any]]


@pytest.fixture
def at(settings: Any, tmp_path: Path) -> Iterator[datetime]:
    """The clock stands; files go to a folder of the test's own."""
    settings.DREAM_PRIVATE_MEDIA = tmp_path / "private"
    with clock.frozen(AT) as now:
        yield now


@pytest.fixture
def roll(db: None, at: datetime) -> Roll:
    return make_roll()


def make_roll(**changes: Any) -> Roll:
    given = {"name": "Habitants", "purpose": "Donner son avis.", "erase_on": date(2027, 3, 1), "by_role": "agent"}
    return services.create_roll(**(given | changes), at=AT)


def stage(roll: Roll, data: bytes, name: str = "liste.csv", language: str = "fr") -> RollImport:
    """Sends a file and lets the worker read it."""
    batch = services.stage_roll_file(roll=roll, file=[data], file_name=name, language=language, at=AT)
    run_all(AT)
    batch.refresh_from_db()
    return batch


def filled(roll: Roll, rows: Table = PEOPLE) -> Roll:
    """The list with confirmed lines."""
    batch = stage(roll, csv_bytes(HEADER, rows))
    assert batch.state == ImportState.READY, list(batch.faults.values_list("line", "message"))
    return services.confirm_import(batch=batch, at=AT)


@pytest.fixture
def used(roll: Roll) -> Roll:
    """Three people, confirmed."""
    return filled(roll)


def as_csv(rows: Table, encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    lines = [delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def as_xlsx(rows: Table) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # what begins with = is text here, as in a file that was pasted
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_ods(rows: Table, tables: int = 1) -> bytes:
    """As LibreOffice writes it: paragraphs, repeated cells and rows, days as dates."""
    body = "".join(
        f'<table:table table:name="Feuille{number}">{"".join(map(_ods_row, rows))}'
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for number in range(1, tables + 1)
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return target.getvalue()


def _ods_row(row: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if not value:
        return "<table:table-cell/>"
    paragraphs = "".join(f"<text:p>{escape(part)}</text:p>" for part in value.split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


FORMS: dict[str, Callable[[Table], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods}
