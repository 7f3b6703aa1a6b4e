"""Milestones as they are typed."""

from datetime import date

import pytest

from consultations.rules.line import Milestone
from consultations.rules.milestones import MOST, MilestoneError, read


def test_a_line_is_a_label_and_its_words_with_or_without_a_date() -> None:
    text = """
    17/12/2026 Conseil municipal : délibération le 17 décembre
    2027-01-15 Études
    Travaux — à partir de mars 2027

    Porte-à-porte
    """
    assert read(text) == [
        Milestone("Conseil municipal", "délibération le 17 décembre", date(2026, 12, 17)),
        Milestone("Études", "", date(2027, 1, 15)),
        Milestone("Travaux", "à partir de mars 2027"),
        Milestone("Porte-à-porte", ""),
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Études\n31/02/2027 Conseil", 2, "date"),
        ("2027-13-01 Conseil", 1, "date"),
        ("x" * 121, 1, "long"),
        ("Conseil : " + "x" * 121, 1, "long"),
        ("\n".join(["Étape"] * (MOST + 1)), MOST + 1, "many"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, line: int, reason: str) -> None:
    with pytest.raises(MilestoneError) as caught:
        read(text)
    assert (caught.value.line, caught.value.reason) == (line, reason)
