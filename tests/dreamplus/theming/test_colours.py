"""Whatever two colours a collectivité chooses, all that is drawn with them can be read; what cannot is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dreamplus.theming
from dreamplus.theming import colours

TOKENS = Path(dreamplus.theming.__file__).parent / "static/theming/css/tokens.css"
hexadecimal = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#777777", 4.48),
        ("#17408b", "#17408b", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(first: str, second: str, ratio: float) -> None:
    assert colours.contrast(first, second) == pytest.approx(ratio, abs=0.01)


@given(primary=hexadecimal, accent=hexadecimal)
def test_every_pair_of_every_brand_can_be_read(primary: str, accent: str) -> None:
    palette = colours.derive_palette(primary, accent)

    for tones, grounds in ((palette.light, colours.LIGHT_GROUNDS), (palette.dark, colours.DARK_GROUNDS)):
        for role in ("brand", "accent"):
            for ground in (*grounds.values(), tones[f"{role}-soft"]):
                assert colours.contrast(tones[role], ground) >= colours.TEXT
            assert colours.contrast(tones[f"on-{role}"], tones[role]) >= colours.TEXT
        assert colours.contrast(tones["on-enamel"], tones["enamel"]) >= colours.TEXT
        assert colours.contrast(tones["enamel-soft"], tones["enamel"]) >= colours.TEXT


@given(primary=hexadecimal, accent=hexadecimal)
def test_accepted_colours_are_kept_as_chosen_on_paper(primary: str, accent: str) -> None:
    if colours.failures(primary, accent):
        return
    light = colours.derive_palette(primary, accent).light

    for role, chosen in (("brand", primary), ("accent", accent)):
        # Its own soft tone may ask for a shade more than paper does, never for another colour.
        assert light[role] == chosen or colours.contrast(light[role], chosen) < 1.15


@given(colour=hexadecimal)
def test_the_suggestion_for_a_refused_colour_is_accepted(colour: str) -> None:
    refused = [failure for failure in colours.failures(colour, "#b3361b") if failure.part == "primary"]
    if not refused:
        return
    again = colours.failures(refused[0].suggestion, "#b3361b")

    assert [failure for failure in again if failure.part == "primary"] == []


def test_yellow_is_refused_in_words_with_the_nearest_colour_that_will_do() -> None:
    (failure,) = colours.failures("#ffd500", "#b3361b")

    assert failure.part == "primary"
    assert str(failure) == (
        "The main colour is too light to be read on paper: its contrast is 1.2 to 1 and must be 4.5 to 1. "
        f"{failure.suggestion} is the nearest that will do."
    )


def test_what_is_not_a_colour_is_refused() -> None:
    assert [failure.part for failure in colours.failures("bleu", "#12345")] == ["primary", "accent"]
    with pytest.raises(ValueError, match="not a colour"):
        colours.derive_palette("red;}", "#b3361b")


def test_two_colours_alike_are_refused_since_the_accent_would_mark_nothing() -> None:
    assert [failure.part for failure in colours.failures("#17408b", "#1a4590")] == ["accent"]
    assert colours.failures("#17408b", "#b3361b") == []


def tokens() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The plain values, then the light and the dark halves of the pairs."""
    text = TOKENS.read_text(encoding="utf-8")
    plain_part, _, paired_part = text.partition("@supports")
    plain = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", plain_part))
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", paired_part)
    return plain, {name: light for name, light, _ in pairs}, {name: dark for name, _, dark in pairs}


def test_plain_values_and_the_light_halves_of_pairs_are_the_same() -> None:
    plain, light, _dark = tokens()

    assert plain == light


def test_the_grounds_colours_are_checked_against_are_those_of_the_sheet() -> None:
    _plain, light, dark = tokens()

    assert {name: light[name] for name in colours.LIGHT_GROUNDS} == colours.LIGHT_GROUNDS
    assert {name: dark[name] for name in colours.DARK_GROUNDS} == colours.DARK_GROUNDS


@pytest.mark.parametrize("side", [1, 2], ids=["light", "dark"])
def test_base_colours_can_be_read_on_every_ground(side: int) -> None:
    tones = tokens()[side]
    grounds = [tones["paper"], tones["panel"], tones["sunk"]]

    for name in ("ink", "ink-soft", "good", "warn", "error", "brand", "accent"):
        assert min(colours.contrast(tones[name], ground) for ground in grounds) >= colours.TEXT, name
    for name in ("good", "warn", "error", "brand", "accent"):
        assert colours.contrast(tones[name], tones[f"{name}-soft"]) >= colours.TEXT, name
        assert colours.contrast(tones["ink"], tones[f"{name}-soft"]) >= colours.TEXT, name
    assert min(colours.contrast(tones["line-strong"], ground) for ground in grounds) >= colours.PARTS
    assert min(colours.contrast(tones["on-tone"], tones[f"tone-{number}"]) for number in range(7)) >= colours.TEXT


def test_the_stylesheet_of_a_brand_gives_plain_values_before_pairs() -> None:
    sheet = colours.stylesheet("#0f5b4c", "#9b3a6a")

    assert sheet.startswith("@layer tokens{:root{--brand:#0f5b4c;")
    assert "@supports (color:light-dark(#000,#fff)){:root{--brand:light-dark(#0f5b4c,#" in sheet
    assert sheet.count("{") == sheet.count("}")
