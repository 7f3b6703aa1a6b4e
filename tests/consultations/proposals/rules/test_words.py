"""Text as people type it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.proposals.rules.words import Piece, changes, clean, clean_line, paragraphs


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bonjour \r\n\r\n\r\n\r\nà tous  \r\n", "Bonjour\n\nà tous"),
        ("e\u0301cole", "école"),
        ("titre\u202egpj.exe", "titregpj.exe"),
        ("nul\x00 et cloche\x07", "nul et cloche"),
        ("👩‍👩‍👧 famille", "👩‍👩‍👧 famille"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u200b\u2060\ufeff", ""),
    ],
)
def test_text_is_kept_word_for_word_without_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_title_is_one_line() -> None:
    assert clean_line(" Planter\n des   arbres ") == "Planter des arbres"


def test_paragraphs_are_parted_by_empty_lines() -> None:
    assert paragraphs("Un\nencore un\n\nDeux") == ["Un\nencore un", "Deux"]


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_changes_name_the_words_taken_out_and_put_in() -> None:
    assert changes("Planter vingt arbres ici", "Planter quarante arbres ici, tilleuls") == [
        Piece("same", "Planter "),
        Piece("removed", "vingt "),
        Piece("added", "quarante "),
        Piece("same", "arbres "),
        Piece("removed", "ici"),
        Piece("added", "ici, tilleuls"),
    ]


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_both_versions_can_be_read_back_from_the_changes(before: str, after: str) -> None:
    pieces = changes(before, after)
    new = "".join(piece.text for piece in pieces if piece.kind != "removed")
    assert new.split() == after.split()
    old = "".join(piece.text for piece in pieces if piece.kind != "added")
    assert old.split() == before.split()


def test_comparing_hostile_texts_stays_cheap() -> None:
    start = time.process_time()
    changes("a b " * 1500, "b a a " * 1000)
    assert time.process_time() - start < 0.5
