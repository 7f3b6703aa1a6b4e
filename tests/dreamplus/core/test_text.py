import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamplus.core.text import fold, indexed, searched


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cœur  d’Été", "coeur d'ete"),
        ("ŒUVRE À L’ÉCOLE", "oeuvre a l'ecole"),
        ("Hénin-Beaumont", "henin-beaumont"),
        ("Hénin‑Beaumont", "henin-beaumont"),
        ("Lætitia", "laetitia"),
        ("Straße", "strasse"),
        ("naïf\u00a0! Noël", "naif ! noel"),
        ("Łódź", "lodz"),
        ("e\u0301te\u0301", "ete"),
        ("ﬁn", "fin"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_accents_case_ligatures_and_spaces_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    import unicodedata

    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("Les écoles", ["ecole"]),
        ("l’école", ["ecole"]),
        ("jusqu'à l'été", ["ete"]),
        ("« halle » ?", ["halle"]),
        ("compte-rendu", ["compte", "rendu"]),
        ("travaux municipaux", ["trava", "municipa"]),
        ("travail municipal", ["trava", "municipa"]),
        ("bureaux", ["bureau"]),
        ("bus 6", ["bus", "6"]),
        ("de la", ["de", "la"]),
        ("a !", []),
        ("%_\0", []),
        (
            "un deux trois quatre cinq six sept huit neuf dix",
            ["deu", "troi", "quatre", "cinq", "six", "sept", "huit", "neuf"],
        ),
    ],
)
def test_what_is_looked_for_of_what_is_typed(typed: str, looked_for: list[str]) -> None:
    assert searched(typed) == looked_for


@given(st.text())
def test_whatever_is_written_is_found_by_typing_it(text: str) -> None:
    assert all(word in indexed(text) for word in searched(text))


def test_words_are_kept_apart() -> None:
    assert indexed("L’été, au-delà !") == " l ete au dela"
