import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamplus.core.text import fold


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
