"""Bars are drawn in proportion, say what they show, and cannot be broken by a label."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamplus.theming import charts

RESULTS = [charts.Bar("Le jardin", 612, "lead"), charts.Bar("La halle", 306), charts.Bar("Votes blancs", 0, "apart")]


def widths(svg: str) -> list[float]:
    drawn = ET.fromstring(svg)  # noqa: S314 - our own markup
    return [float(rect.get("width", "")[:-1]) for rect in drawn.iter("rect") if rect.get("class") == "chart-bar"]


def test_bars_are_as_long_as_their_values() -> None:
    assert widths(charts.bar_chart(RESULTS, title="Les voix")) == [charts.ROOM, charts.ROOM / 2, 0]


def test_a_chart_tells_its_figures_to_those_who_do_not_see_it() -> None:
    svg = ET.fromstring(charts.bar_chart(RESULTS[:2], title="Les voix", unit="voix"))  # noqa: S314 - our own markup

    assert svg.get("role") == "img"
    assert svg.findtext("title") == "Les voix"
    assert svg.findtext("desc") == (
        "Le jardin: 612\N{NO-BREAK SPACE}voix · 67\N{NARROW NO-BREAK SPACE}%; "
        "La halle: 306\N{NO-BREAK SPACE}voix · 33\N{NARROW NO-BREAK SPACE}%"
    )


def test_two_charts_of_a_page_do_not_share_identifiers() -> None:
    first = charts.bar_chart(RESULTS, title="Les voix")
    second = charts.bar_chart(RESULTS, title="Les voix du papier")

    assert first.split("-title")[0] != second.split("-title")[0]


def test_no_rows_and_no_votes_are_drawn_without_complaint() -> None:
    assert widths(charts.bar_chart([], title="Les voix")) == []
    assert widths(charts.bar_chart([charts.Bar("Oui", 0)], title="Les voix")) == [0]


@given(label=st.text(st.characters(exclude_categories=["Cs", "Cc"])), value=st.decimals(0, 10**9, places=2))
def test_any_label_stays_text(label: str, value: Decimal) -> None:
    svg = charts.bar_chart([charts.Bar(label, value)], title=label, unit="<b>&")

    assert "style=" not in svg.replace(charts.escape(label), "")
    assert len(widths(svg)) == 1


def test_numbers_and_shares_are_written_as_in_french() -> None:
    assert charts.number(1234567) == "1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567"
    assert charts.number(Decimal("1234.50")) == "1\N{NARROW NO-BREAK SPACE}234,50"
    assert charts.share(1, 3) == "33\N{NARROW NO-BREAK SPACE}%"
    assert charts.share(1, 400) == "0,2\N{NARROW NO-BREAK SPACE}%"
    assert charts.share(0, 0) == "–"


GRADED = charts.Stack("La halle", [("tone-1", "Très bien", 30), ("tone-4", "Passable", 9), ("tone-6", "À rejeter", 1)])


def test_a_bar_cut_in_parts_fills_the_width_and_tells_each_part() -> None:
    drawn = ET.fromstring(charts.stacked_chart([GRADED], title="Mentions", middle=True))  # noqa: S314 - our own markup
    parts = [rect for rect in drawn.iter("rect") if "chart-part" in rect.get("class", "")]

    assert [(part.get("x"), part.get("width")) for part in parts] == [
        ("0.00%", "75.00%"),
        ("75.00%", "22.50%"),
        ("97.50%", "2.50%"),
    ]
    assert [text.text for text in drawn.iter("text") if text.get("class") == "chart-share"] == [
        "75\N{NARROW NO-BREAK SPACE}%",
        "22\N{NARROW NO-BREAK SPACE}%",
    ]
    assert drawn.findtext("desc") == "La halle: Très bien 30, Passable 9, À rejeter 1"
    assert [line.get("x1") for line in drawn.iter("line")] == ["50%"]


@pytest.mark.parametrize(
    ("numbers", "places"),
    [
        ((40, 30, 30), ["20.00%", "60.00%", "85.00%"]),  # the middle of 40 to 70 is clear of the half
        ((33, 36, 31), ["16.50%", "59.50%", "84.50%"]),  # of 33 to 69 it is not: beside it, on the wider side
        ((42, 18, 40), ["21.00%", "80.00%"]),  # neither side of the half holds it
        ((12, 88, 0), ["75.00%"]),  # and twelve hundredths hold no share
    ],
)
def test_no_share_is_crossed_by_the_line_of_the_half(numbers: tuple[int, int, int], places: list[str]) -> None:
    parts = [(f"tone-{tone}", f"Mention {tone}", number) for tone, number in enumerate(numbers)]
    drawn = ET.fromstring(charts.stacked_chart([charts.Stack("La halle", parts)], title="Mentions", middle=True))  # noqa: S314 - our own
    assert [text.get("x") for text in drawn.iter("text") if text.get("class") == "chart-share"] == places


def test_a_bar_of_nothing_is_empty_and_without_the_line_of_the_half_when_not_asked() -> None:
    drawn = charts.stacked_chart([charts.Stack("La halle", [("tone-1", "Très bien", 0)])], title="Mentions")

    assert "chart-part" not in drawn
    assert "chart-half" not in drawn
