"""Names stored exactly as written, or refused."""

import pytest

from dreamplus.people.names import NameRefused, clean_name

KEPT = [
    "Zoé Lefèvre",
    "Jean-Baptiste d’Ürsel",
    "Ŝaŭlo",
    "Nguyễn Thị Ánh",
    "李小龙",
    "فاطمة",
    "שרה",
    "Åsa Öst",
    "Łukasz",
    "O'Brien",
    "M. 3e",
    "🌻 Tournesol",
    "می‌خواهم",
    "क्ष",
    "Marie (quartier du Port)",
    "<b>Léa</b>",
    "=1+1",
    "'; DROP TABLE",
]
REFUSED = [
    "Ma\u200bire",
    "\u202eeriaM",
    "Mai\u2066re\u2069",
    "a\u00adb",
    "\ufeffMarie",
    "Marie\x00",
    "Marie\x1b[31m",
    "\u3164",
    "\u2800",
    "A" + "\u0301" * 12,
    "x\ue000y",
    "ab\u200dcd",
    "\u200d",
]


@pytest.mark.parametrize("name", KEPT)
def test_a_name_of_any_script_is_kept(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_hides_or_turns_text_round_is_refused(name: str) -> None:
    with pytest.raises(NameRefused):
        clean_name(name)


def test_two_ways_of_writing_the_same_accent_become_one() -> None:
    assert clean_name("Ame\u0301lie") == "Amélie"


def test_spaces_are_collapsed() -> None:
    assert clean_name("  Marie \n\t Curie\u00a0 ") == "Marie Curie"
