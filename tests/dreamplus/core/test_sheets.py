from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dreamplus.core.sheets import SheetError, csv_bytes, read_csv, reading
from dreamplus.core.sheets.cells import neutralised, read


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


HOSTILE = [
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1+1",
    "\u00a0=1",
    "＝1+1",
    "＋1",
    "－1+2",
    "＠x",
    "|calc",
    '=HYPERLINK("http://x","y")',
    "=IMPORTXML(1;2)",
    "+33612345678",
    "--1",
    "-",
    "'=1+1",
    "''@x",
    "-1;2",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_leaves_with_an_apostrophe_and_comes_back_as_it_was(text: str) -> None:
    assert neutralised(text) == f"'{text}"
    assert read(neutralised(text)) == text


@pytest.mark.parametrize("text", ["12", "-12", "-12,5", "-0.5", "l'été", "'80", "a=b", "marie@exemple.fr", "", "«-»"])
def test_numbers_and_ordinary_words_are_left_alone(text: str) -> None:
    assert neutralised(text) == text


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_every_cell_comes_back(text: str) -> None:
    assert read(neutralised(text)) == text


def test_a_file_opens_in_french_spreadsheets() -> None:
    data = csv_bytes(
        ["commune", "voix", "part", "le", "vu à"],
        [["Hénin; Beaumont", 12, Decimal("0.50"), date(2026, 3, 1), datetime(2026, 3, 1, 12, tzinfo=UTC)], [None] * 5],
    )
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines() == [
        "commune;voix;part;le;vu à",
        '"Hénin; Beaumont";12;0.50;2026-03-01;2026-03-01T13:00:00+01:00',
        ";;;;",
    ]


def test_a_row_that_does_not_fit_its_header_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells"):
        csv_bytes(["a", "b"], [["1"]])


ROWS = [["é", "=1"], ["deux\nlignes", 'dit "oui"'], ["€uro", "-5"]]


def test_what_is_written_is_read_back() -> None:
    sheet = read_csv(csv_bytes(["nom", "avis"], ROWS))
    assert sheet.header == ["nom", "avis"]
    assert [list(row.cells.values()) for row in sheet.rows] == ROWS
    assert [row.line for row in sheet.rows] == [2, 3, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_form_is_read(encoding: str, delimiter: str) -> None:
    text = f"nom{delimiter}rue\r\nZoé{delimiter}rue de l’Église\r\n\r\nÉlie{delimiter}\r\n"
    sheet = read_csv(text.encode(encoding))
    assert [(row.line, row.cells) for row in sheet.rows] == [
        (2, {"nom": "Zoé", "rue": "rue de l’Église"}),
        (4, {"nom": "Élie", "rue": ""}),
    ]


def test_the_delimiter_is_looked_for_outside_quotes() -> None:
    assert read_csv(b'"a,b,c,d";"e"\r\n1;2').header == ["a,b,c,d", "e"]


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (b"", [(0, "empty")]),
        (b"\n\n", [(0, "empty")]),
        (b";;\n", [(0, "empty")]),
        (b"a;;c\n1;2;3", [(1, "Column 2 has no name")]),
        (b"a;b;a\n", [(1, "Two columns are called")]),
        (b"a;b\n1;2\n1;2;3\n\n4;5;6;7", [(3, "3 cells for 2"), (5, "4 cells for 2")]),
        (b'a;b\n1;2\n"3;4', [(3, "quotation mark")]),
        (b'a;b\n1;"2"x\n', [(2, "quotation mark")]),
        (b"PK\x03\x04rest", [(0, "workbook")]),
        (b"\xd0\xcf\x11\xe0rest", [(0, "workbook")]),
        (b"a;b\n1;\x002", [(0, "cannot be read as text")]),
        (b"\xff\xfea", [(0, "cannot be read as text")]),
        (b"a\n" + b"x" * 20_001, [(2, "longer than")]),
        (b";".join(b"c%d" % n for n in range(201)), [(0, "too many columns")]),
        (b"a\n" + b"1\n" * 11, [(0, "too many lines: 10")]),
        (b"a\n" + b"1" * 30_000, [(2, "longer than")]),
        (b"a" * 50_001, [(0, "too large")]),
    ],
)
def test_a_malformed_file_is_refused_line_by_line(data: bytes, errors: list[tuple[int, str]]) -> None:
    with pytest.raises(SheetError) as refused:
        read_csv(data, max_bytes=50_000, max_rows=10)
    found = refused.value.errors
    assert [error.line for error in found] == [line for line, _ in errors]
    assert all(part in error.message for error, (_, part) in zip(found, errors, strict=True))


def test_errors_are_counted_no_further_than_fifty() -> None:
    with pytest.raises(SheetError) as refused:
        read_csv(b"a\n" + b"1;2\n" * 500)
    assert len(refused.value.errors) == reading.MAX_ERRORS


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    errors: object = "read"
    try:
        read_csv(data)
    except SheetError as refused:
        errors = refused.errors
    assert errors
