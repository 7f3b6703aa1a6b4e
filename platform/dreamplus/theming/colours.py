"""Two colours in, two palettes out, every pair checked. Plain Python: no Django here.

Contrast follows WCAG 2.1 (relative luminance); tones are derived in OKLCH, where equal steps look equal.
Text is asked for 4.5:1, parts of the interface for 3:1.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

TEXT = 4.5
PARTS = 3.0

# The grounds of static/theming/css/tokens.css, which a test compares with these.
LIGHT_GROUNDS = {"paper": "#fbf9f4", "panel": "#ffffff", "sunk": "#f1eee6"}
DARK_GROUNDS = {"paper": "#11141b", "panel": "#191e28", "sunk": "#0c0f15"}
WHITE = "#ffffff"
INK = "#1a1f2b"

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def gettext_noop(message: str) -> str:
    """Marks a sentence for translation; who shows it translates it."""
    return message


@dataclass(frozen=True)
class Failure:
    """A colour that cannot be read. `message` is an English msgid with the names of `values` in it."""

    part: str
    message: str
    values: Mapping[str, str]
    suggestion: str = ""

    def __str__(self) -> str:
        return self.message % self.values


@dataclass(frozen=True)
class Palette:
    """CSS custom properties by name, without the dashes, for each of the two palettes."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two `#rrggbb` colours, from 1 to 21."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable_in_dark(colour: str, grounds: Iterable[str]) -> str:
    """The hue of `colour` as text on dark `grounds`, for palettes that are not ours."""
    return _lighten_until(_tone(colour, lightness=(0.78, 0.86), chroma=0.12), grounds, TEXT)


def derive_palette(primary: str, accent: str) -> Palette:
    """Both palettes of a brand; whatever the two colours, every pair in them is readable.

    Raises `ValueError` when one is not `#rrggbb`.
    """
    light = {**_light("brand", primary), **_light("accent", accent)}
    dark = {**_dark("brand", primary), **_dark("accent", accent)}
    light |= {"enamel": light["brand"], "on-enamel": light["on-brand"], "enamel-soft": _soften(light["brand"])}
    enamel = _darken_until(_tone(primary, lightness=(0.34, 0.43), chroma=0.16), [WHITE], 7.0)
    dark |= {"enamel": enamel, "on-enamel": WHITE, "enamel-soft": _soften(enamel)}
    return Palette(light, dark)


def failures(primary: str, accent: str) -> list[Failure]:
    """What is wrong with two colours chosen for a brand, in words; empty when they will do."""
    found = [
        failure
        for part, colour in (("primary", primary), ("accent", accent))
        if (failure := _failure(part, colour)) is not None
    ]
    if not found and _distance(primary, accent) < 0.09:
        message = gettext_noop(
            "The two colours are too alike: the accent marks what is happening now and must stand out. "
            "Choose another one."
        )
        found.append(Failure("accent", message, {}))
    return found


def key(primary: str, accent: str) -> str:
    """What names the stylesheet of two colours: themselves, and a mark that changes when the derivation does."""
    mark = hashlib.sha256(stylesheet(primary, accent).encode()).hexdigest()[:8]
    return f"{primary[1:].lower()}-{accent[1:].lower()}-{mark}"


@lru_cache(maxsize=64)
def stylesheet(primary: str, accent: str) -> str:
    """The derived colours as CSS: light for every browser, both where `light-dark()` is known."""
    palette = derive_palette(primary, accent)
    plain = "".join(f"--{name}:{colour};" for name, colour in palette.light.items())
    pairs = "".join(f"--{name}:light-dark({palette.light[name]},{palette.dark[name]});" for name in palette.light)
    return f"@layer tokens{{:root{{{plain}}}@supports (color:light-dark(#000,#fff)){{:root{{{pairs}}}}}}}"


def _failure(part: str, colour: str) -> Failure | None:
    name = {"primary": gettext_noop("main colour"), "accent": gettext_noop("accent colour")}[part]
    if not _HEX.fullmatch(colour):
        message = gettext_noop("The %(name)s is not a colour: write # and six figures, for instance #17408b.")
        return Failure(part, message, {"name": name})
    ratio = min(contrast(colour, ground) for ground in LIGHT_GROUNDS.values())
    if ratio >= TEXT:
        return None
    message = gettext_noop(
        "The %(name)s is too light to be read on paper: its contrast is %(ratio)s to 1 and must be 4.5 to 1. "
        "%(suggestion)s is the nearest that will do."
    )
    suggestion = _darken_until(colour, LIGHT_GROUNDS.values(), TEXT)
    # Rounded down: a colour refused at 4.49 must not be said to have 4.5.
    shown = f"{math.floor(ratio * 10) / 10:.1f}"
    return Failure(part, message, {"name": name, "ratio": shown, "suggestion": suggestion}, suggestion)


def _light(role: str, colour: str) -> dict[str, str]:
    soft = _tone(colour, lightness=(0.945, 0.945), chroma=0.028)
    strong = _darken_until(colour, [*LIGHT_GROUNDS.values(), soft], TEXT)
    return {role: strong, f"on-{role}": WHITE, f"{role}-soft": soft}


def _dark(role: str, colour: str) -> dict[str, str]:
    soft = _tone(colour, lightness=(0.29, 0.29), chroma=0.055)
    strong = _lighten_until(
        _tone(colour, lightness=(0.78, 0.86), chroma=0.12), [*DARK_GROUNDS.values(), soft], TEXT + 1.5
    )
    return {role: strong, f"on-{role}": _tone(colour, lightness=(0.18, 0.18), chroma=0.04), f"{role}-soft": soft}


def _soften(enamel: str) -> str:
    """The tone of small print on enamel: between the ground and white, never under 4.5:1."""
    lightness, chroma, hue = _to_oklch(enamel)
    return _lighten_until(_from_oklch(max(lightness, 0.88), min(chroma, 0.045), hue), [enamel], TEXT)


def _darken_until(colour: str, grounds: Iterable[str], ratio: float) -> str:
    return _walk(colour, grounds, ratio, step=-0.004)


def _lighten_until(colour: str, grounds: Iterable[str], ratio: float) -> str:
    return _walk(colour, grounds, ratio, step=0.004)


def _walk(colour: str, grounds: Iterable[str], ratio: float, *, step: float) -> str:
    wanted = list(grounds)
    lightness, chroma, hue = _to_oklch(colour)
    found = colour.lower()
    while min(contrast(found, ground) for ground in wanted) < ratio and 0 < lightness < 1:
        lightness = min(max(lightness + step, 0.0), 1.0)
        found = _from_oklch(lightness, chroma, hue)
    return found


def _tone(colour: str, *, lightness: tuple[float, float], chroma: float) -> str:
    """The same hue, its lightness brought within bounds and its chroma under a ceiling."""
    old_lightness, old_chroma, hue = _to_oklch(colour)
    return _from_oklch(min(max(old_lightness, lightness[0]), lightness[1]), min(old_chroma, chroma), hue)


def _distance(first: str, second: str) -> float:
    (l1, c1, h1), (l2, c2, h2) = _to_oklch(first), _to_oklch(second)
    return math.dist((l1, c1 * math.cos(h1), c1 * math.sin(h1)), (l2, c2 * math.cos(h2), c2 * math.sin(h2)))


def _channels(colour: str) -> tuple[float, float, float]:
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a colour: {colour!r}")
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklch(colour: str) -> tuple[float, float, float]:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The sRGB colour, its chroma lowered until it exists."""
    while chroma > 0.001 and not all(-0.0005 <= value <= 1.0005 for value in _to_linear(lightness, chroma, hue)):
        chroma -= 0.002
    channels = _to_linear(lightness, max(chroma, 0.0), hue)
    return "#" + "".join(f"{round(255 * _gamma(min(max(value, 0.0), 1.0))):02x}" for value in channels)


def _to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
