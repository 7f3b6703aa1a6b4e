"""Wagtail's admin in the collectivité's colour."""

from __future__ import annotations

import colorsys


def stylesheet(primary: str) -> str:
    """Wagtail's colour variables from `primary` (`#rrggbb`), dark enough for white text on them."""
    red, green, blue = (int(primary[start : start + 2], 16) / 255 for start in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    degrees, full = round(hue * 360), round(saturation * 100)
    dark = round(min(lightness, 0.24) * 100)
    bright = round(min(lightness, 0.36) * 100)
    return (
        f":root{{--w-color-primary-hue:{degrees};--w-color-primary-saturation:{full}%;--w-color-primary-lightness:{dark}%;"
        f"--w-color-secondary-hue:{degrees};--w-color-secondary-saturation:{full}%;"
        f"--w-color-secondary-lightness:{bright}%}}\n"
    )
