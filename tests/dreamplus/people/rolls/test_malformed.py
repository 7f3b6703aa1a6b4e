"""B8: files that are wrong. Each class of fault has its own sentence, on its line; nothing of such a file is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

import pytest

from dreamplus.core.sheets import csv_bytes, read_csv
from dreamplus.people.rolls.enums import ImportState
from dreamplus.people.rolls.models import Roll, RollImport, RollLine
from dreamplus.people.rolls.views.preparing import TEMPLATE
from dreamplus.territory.quarters import add_quarter, rename_quarter
from tests.dreamplus.people.rolls.conftest import FORMS, HEADER, PEOPLE, as_csv, as_ods, as_xlsx, make_roll, stage

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db, pytest.mark.usefixtures("at")]

SURNAME, FIRST, BIRTH, ADDRESS, AREA, EMAIL, IDENTIFIER = range(7)

# What is put in which cell, and what the sentence must hold.
CELLS: dict[str, tuple[int, Any, str]] = {
    "no surname": (SURNAME, "", "Le nom de famille manque."),
    "a surname of digits": (SURNAME, "12345", "ne contient aucune lettre"),
    "a formula as a name": (SURNAME, '=HYPERLINK("http://x";"y")', "serait calculé par un tableur"),
    "a formula as a first name": (FIRST, "@SUM(A1)", "serait calculé par un tableur"),
    "a formula as a quarter": (AREA, "+1+1", "serait calculé par un tableur"),
    "a formula as an address": (ADDRESS, "=1+1", "serait calculé par un tableur"),
    "a formula as an identifier": (IDENTIFIER, "-1+1", "serait calculé par un tableur"),
    "a surname too long": (SURNAME, "N" * 161, "160 caractères au plus"),
    "a name turned round": (SURNAME, "eri\u202eaM", "retournent le texte"),
    "a name with a hidden character": (SURNAME, "Mar\u200bie", "caractères invisibles"),
    "a name with a control character": (SURNAME, "Mar\u0085\u009fie", "caractères invisibles"),
    "a name with spoiled accents": (SURNAME, "ZoÃ©", "accents"),
    "a name with a lost character": (FIRST, "Zo\ufffd", "accents"),
    "a birth that is no date": (BIRTH, "hier", "n’est pas une date"),
    "a birth counted by the spreadsheet": (BIRTH, "31118", "compté par le tableur"),
    "a birth with a short year": (BIRTH, "12/03/85", "quatre chiffres"),
    "a birth that no calendar has": (BIRTH, "31/02/1985", "n’existe pas dans le calendrier"),
    "a birth to come": (BIRTH, "01/01/2031", "est encore à venir"),
    "a year to come": (BIRTH, "2031", "est encore à venir"),
    "a birth long ago": (BIRTH, "1789", "est avant 1900"),
    "a quarter too long": (AREA, "q" * 81, "80 caractères au plus"),
    "a quarter that hides something": (AREA, "Cen\u2066tre", "retournent le texte"),
    "an address too long": (ADDRESS, "r" * 401, "400 caractères au plus"),
    "an address of seven lines": (ADDRESS, "\n".join("abcdefg"), "plus de 6 lignes"),
    "an e-mail that is none": (EMAIL, "zoe(at)exemple.fr", "n’est pas une adresse e-mail"),
    "two e-mails in a cell": (EMAIL, "a@exemple.fr; b@exemple.fr", "n’est pas une adresse e-mail"),
    "an e-mail too long": (EMAIL, "a" * 250 + "@exemple.fr", "254 caractères au plus"),
    "an identifier with strange signs": (IDENTIFIER, "A<script>", "n’est pas un identifiant"),
    "an identifier too long": (IDENTIFIER, "9" * 41, "40 caractères au plus"),
    "an error of the spreadsheet": (AREA, "#REF!", "une erreur du tableur"),
}


def with_cell(place: int, value: Any, line: int = 1) -> list[list[Any]]:
    """Good people with addresses of one line, and one cell changed; `line` 0 is the first person."""
    rows = [[cell.replace("\n", ", ") for cell in person] for person in PEOPLE]
    rows[line][place] = value
    return [HEADER, *rows]


def refused(batch: RollImport) -> list[tuple[int, str]]:
    """Line and sentence of each fault; the file left nothing else."""
    assert batch.state == ImportState.FAULTY
    assert not RollLine.objects.exists()
    batch.roll.refresh_from_db()
    assert (batch.roll.imported_at, batch.roll.size) == (None, 0)
    found = list(batch.faults.order_by("pk").values_list("line", "message"))
    assert batch.fault_count == len(found)
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CELLS)
def test_one_wrong_cell_refuses_the_whole_file(roll: Roll, name: str, form: str) -> None:
    place, value, part = CELLS[name]
    if form != "csv" and name == "a name with a control character":
        value = "Mar\u009fie"
    found = refused(stage(roll, FORMS[form](with_cell(place, value)), f"liste.{form}"))
    assert [line for line, _ in found] == [3], found
    assert part in found[0][1].replace("\u202f", " ").replace("\xa0", " ")


TWICE: dict[str, tuple[list[str], str]] = {
    "the same person": (["DUPONT", "Zoe", "12/03/1985", "", "centre", "", ""], "est déjà à la ligne 2"),
    "the same e-mail": (["Autre", "", "", "", "", "zoe@EXEMPLE.fr", ""], "est déjà à la ligne 2"),
    "the same identifier": (["Autre", "", "", "", "", "", "a1"], "est déjà à la ligne 2"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TWICE)
def test_somebody_met_twice_refuses_the_file(roll: Roll, name: str, form: str) -> None:
    second, part = TWICE[name]
    rows = with_cell(IDENTIFIER, "" if name == "the same person" else "A1", line=0)
    found = refused(stage(roll, FORMS[form]([*rows, second])))
    assert [line for line, _ in found] == [5]
    assert part in found[0][1].replace("\xa0", " ")


def test_namesakes_born_on_different_days_or_numbered_apart_are_two_people(roll: Roll) -> None:
    rows = [["Petit", "Jean", "1/2/1980", "", "", "", ""], ["Petit", "Jean", "2/2/1980", "", "", "", ""]]
    numbered = [["Grand", "Anne", "1980", "", "", "", "7"], ["Grand", "Anne", "1980", "", "", "", "8"]]
    assert stage(roll, csv_bytes(HEADER, [*rows, *numbered])).state == ImportState.READY


def test_a_quarter_that_the_list_does_not_have(at: Any) -> None:
    roll = make_roll()
    centre, _other = add_quarter(name="Centre"), add_quarter(name="Le Crétinier")
    rows = [["Dupont", "", "", "", "LE CRETINIER", "", ""], ["Durand", "", "", "", "Beaulieu", "", ""]]
    found = refused(stage(roll, csv_bytes(HEADER, rows)))
    assert [line for line, _ in found] == [3]
    assert "«\xa0Beaulieu\xa0» ne fait pas partie des quartiers d’ici" in found[0][1]
    assert stage(roll, csv_bytes(HEADER, rows[:1])).state == ImportState.READY
    rename_quarter(quarter=centre, name="Centre-ville")
    assert RollLine.objects.get().area == "le-cretinier"


def broken_zip() -> bytes:
    return as_xlsx([HEADER, *PEOPLE])[:900]


def of_word() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return target.getvalue()


def two_sheets() -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(as_xlsx([HEADER, *PEOPLE])))
    book.create_sheet("Autre").append(["oubli"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_entities() -> bytes:
    target = io.BytesIO()
    content = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return target.getvalue()


FILES: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "nothing": (lambda: b"", 0, "Le fichier est vide"),
    "blank lines": (lambda: b"\r\n;;\r\n", 0, "Le fichier est vide"),
    "a header alone": (lambda: as_csv([HEADER]), 0, "ne contient personne"),
    "no column for the name": (lambda: as_csv([["rue", "e-mail"], ["x", "a@exemple.fr"]]), 1, "colonne pour le nom"),
    "two columns for the e-mail": (lambda: as_csv([["nom", "courriel", "E-mail"], ["x", "", ""]]), 1, "la même chose"),
    "the same column twice": (lambda: as_csv([["nom", "nom"], ["x", "y"]]), 1, "Deux colonnes s’appellent"),
    "a column without a name": (lambda: as_csv([["nom", "", "e-mail"], ["x", "", ""]]), 1, "n’a pas de nom"),
    "too many columns": (lambda: as_csv([[f"c{n}" for n in range(201)], ["x"] * 201]), 0, "trop de colonnes"),
    "cells without a column": (lambda: as_csv([["nom"], ["x", "y"]]), 2, "2 cellules pour 1 colonnes"),
    "an endless cell": (lambda: as_csv([["nom"], ["x" * 20_001]]), 2, "dépasse 20000 caractères"),
    "a missing quotation mark": (lambda: b'nom;prenom\n"Dupont;Zoe\n', 2, "guillemet"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, 0, "ancien format"),
    "a damaged workbook": (broken_zip, 0, "abîmé"),
    "a letter of a word processor": (of_word, 0, "n’est pas un tableau"),
    "a PDF": (lambda: b"%PDF-1.7 ...", 0, "n’est pas un tableau"),
    "a page of the web": (lambda: b"<!DOCTYPE html><html>", 0, "n’est pas un tableau"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 0, "ne peut pas être lu comme du texte"),
    "two sheets": (two_sheets, 0, "Plusieurs feuilles"),
    "two tables": (lambda: as_ods([HEADER, *PEOPLE], tables=2), 0, "Plusieurs feuilles"),
    "entities that grow": (with_entities, 0, "abîmé"),
    "UTF-16 cut in two": (lambda: as_csv([HEADER, *PEOPLE], "utf-16")[:-1], 0, "ne peut pas être lu comme du texte"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_says_why(roll: Roll, name: str) -> None:
    make, line, part = FILES[name]
    found = refused(stage(roll, make()))
    assert found[0][0] == line, found
    assert part in found[0][1].replace("\xa0", " ").replace("\u202f", " ")


def test_too_many_lines(roll: Roll, monkeypatch: pytest.MonkeyPatch) -> None:
    from dreamplus.people.rolls.rules import sizes

    monkeypatch.setattr(sizes, "ROWS", 2)
    assert "trop de lignes" in refused(stage(roll, csv_bytes(HEADER, PEOPLE)))[0][1]


def test_too_many_bytes(roll: Roll, monkeypatch: pytest.MonkeyPatch) -> None:
    from dreamplus.people.rolls.rules import sizes

    monkeypatch.setattr(sizes, "BYTES", 20)
    assert "trop volumineux" in refused(stage(roll, csv_bytes(HEADER, PEOPLE)))[0][1]


def malformed(count: int) -> Iterator[tuple[str, bytes]]:
    """`count` files, each with one to four faults of the classes above among good lines, in the three forms."""
    chance = Random(8)
    names = [name for name, (_place, value, _part) in CELLS.items() if "\n" not in str(value)]  # one line in each form
    for number in range(count):
        people = [[f"Nom{chr(65 + n)}{chr(97 + number % 26)}", "Anne", "1980", "", "", "", ""] for n in range(8)]
        lines = sorted(chance.sample(range(8), chance.randint(1, 4)))
        for position, line in enumerate(lines):
            place, value, _part = CELLS[names[(number + position * 7) % len(names)]]
            people[line][place] = value if "\u0085" not in str(value) else "Mar\u009fie"
        yield " ".join(str(line + 2) for line in lines), list(FORMS.values())[number % 3]([HEADER, *people])


def test_two_hundred_malformed_files_leave_nothing(roll: Roll) -> None:
    for lines, data in malformed(200):
        found = refused(stage(roll, data))
        assert " ".join(str(line) for line, _ in found) == lines


def test_every_fault_is_told_and_the_table_holds_no_formula(roll: Roll, client: Any) -> None:
    from dreamplus.people.roles import Role
    from dreamplus.people.testing import make_person, sign_in

    rows = [["=1+1", "", "", "", "", "", ""]] * 40 + [["Bon", "", "", "", "", "", ""]]
    batch = stage(roll, as_csv([HEADER, *rows]))
    assert batch.fault_count == 40
    sign_in(client, make_person(Role.AGENT))
    data = b"".join(client.get(f"/gestion/listes/fichiers/{batch.uuid}/erreurs.csv").streaming_content)
    assert b";'=1+1;" in data
    sheet = read_csv(data)
    assert len(sheet.rows) == 40
    assert {row.cells["lu"] for row in sheet.rows} == {"=1+1"}


@pytest.mark.parametrize("form", FORMS)
def test_a_good_file_is_kept_exactly(roll: Roll, form: str) -> None:
    rows: list[list[Any]] = [list(person) for person in PEOPLE]
    if form != "csv":
        rows[0][BIRTH], rows[1][BIRTH] = date(1985, 3, 12), 1990
    assert stage(roll, FORMS[form]([HEADER, *rows])).state == ImportState.READY
    kept = RollLine.objects.order_by("number").values_list(
        "number", "name", "birth_year", "address", "area", "email", "identifier"
    )
    assert list(kept) == [
        (1, "Zoé Dupont", 1985, "3 rue du Marché\n59100 Wattrelin", "Centre", "zoe@exemple.fr", "A1"),
        (2, "Élie N’Guyễn", 1990, "5 rue du Marché\n59100 Wattrelin", "Le Crétinier", "", "A2"),
        (3, "Maëlle Vandenbroucke", 2012, "", "", "", ""),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_form_of_text_is_read(roll: Roll, encoding: str, delimiter: str) -> None:
    rows = [["nom", "prénom"], ["Lefèvre", "Zoë"]]
    assert stage(roll, as_csv(rows, encoding, delimiter)).state == ImportState.READY
    assert RollLine.objects.get().name == "Zoë Lefèvre"


def test_the_file_to_fill_in_is_taken_as_it_is(roll: Roll) -> None:
    assert stage(roll, csv_bytes(TEMPLATE[0], [TEMPLATE[1]])).state == ImportState.READY
    line = RollLine.objects.get()
    assert (line.name, line.birth_year, line.address) == ("Zoé Exemple", 1985, "3 rue du Marché\n59100 Wattrelin")


def test_columns_nobody_asked_for_are_told_and_not_kept(roll: Roll) -> None:
    batch = stage(roll, as_csv([["Nom", "téléphone"], ["Dupont", "06 00 00 00 00"]]))
    assert (batch.taken, batch.left) == ([["Nom", "last_name"]], ["téléphone"])
