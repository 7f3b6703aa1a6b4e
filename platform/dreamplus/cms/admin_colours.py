"""Wagtail's admin in the collectivité's colour."""

from __future__ import annotations

import colorsys

from dreamplus.theming import colours

DARK_GROUNDS = ("#262626", "#333333")
"""The lightest grounds of Wagtail's dark palette on which its links and its outlined buttons stand."""
LINKS = (
    "text-link-default",
    "text-link-hover",
    "text-button-outline-default",
    "text-button-outline-hover",
    "border-button-outline-default",
    "border-button-outline-hover",
)


def stylesheet(primary: str) -> str:
    """Wagtail's colour variables from `primary` (`#rrggbb`): white text on them, and links in dark, can be read."""
    red, green, blue = (int(primary[start : start + 2], 16) / 255 for start in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    degrees, full = round(hue * 360), round(saturation * 100)
    dark = round(min(lightness, 0.24) * 100)
    bright = round(min(lightness, 0.36) * 100)
    link = colours.readable_in_dark(primary, DARK_GROUNDS)
    links = ";".join(f"--w-color-{name}:{link}" for name in LINKS)
    return (
        f":root{{--w-color-primary-hue:{degrees};--w-color-primary-saturation:{full}%;--w-color-primary-lightness:{dark}%;"
        f"--w-color-secondary-hue:{degrees};--w-color-secondary-saturation:{full}%;"
        f"--w-color-secondary-lightness:{bright}%}}\n"
        f".w-theme-dark{{{links}}}\n@media (prefers-color-scheme:dark){{.w-theme-system{{{links}}}}}\n"
    )
