"""RNA, SIREN and SIRET, checked without asking anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamplus.people.organisations.rules.numbers import Number, NumberRefused, luhn, read, written

KNOWN = [
    ("W591234567", Number.RNA, "W591234567"),
    ("w 591 234 567", Number.RNA, "W591234567"),
    ("W2A1000123", Number.RNA, "W2A1000123"),
    ("W9M1000123", Number.RNA, "W9M1000123"),
    ("552 100 554", Number.SIREN, "552100554"),
    ("552.100.554", Number.SIREN, "552100554"),
    ("55210055400013", Number.SIREN, "552100554"),
    ("356 000 000 00048", Number.SIREN, "356000000"),  # La Poste's head office: Luhn
    ("35600000049837", Number.SIREN, "356000000"),  # one of its establishments: a multiple of 5
]
REFUSED = [
    ("552100555", "sum"),
    ("55210055400014", "sum"),
    ("35600000049838", "sum"),
    ("", "shape"),
    ("W59123456", "shape"),
    ("W5912345678", "shape"),
    ("X591234567", "shape"),
    ("5521005", "shape"),
    ("552100554000", "shape"),
    ("١٢٣٤٥٦٧٨٩", "shape"),
    ("W59123456\u0661", "shape"),
]


@pytest.mark.parametrize(("typed", "register", "number"), KNOWN)
def test_a_number_is_brought_to_its_one_form(typed: str, register: Number, number: str) -> None:
    assert read(typed) == (register, number)
    assert read(written(register, number)) == (register, number)


@pytest.mark.parametrize(("typed", "reason"), REFUSED)
def test_a_number_that_cannot_be_is_refused_and_says_why(typed: str, reason: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        read(typed)
    assert refused.value.reason == reason


@given(st.integers(0, 99_999_999))
def test_one_digit_out_of_ten_ends_a_siren_and_each_error_of_one_digit_is_seen(start: int) -> None:
    good = [number for last in range(10) if luhn(number := f"{start:08}{last}")]
    assert len(good) == 1
    wrong = f"{(int(good[0][0]) + 1) % 10}{good[0][1:]}"
    assert not luhn(wrong)
