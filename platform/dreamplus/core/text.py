"""Folded text: what search compares, so that accents, case and ligatures do not count, alike on both databases."""

from __future__ import annotations

import unicodedata

# Letters that NFKD leaves whole.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t", "ß": "ss"}
    | dict.fromkeys("’‘‛ʼ`´", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
)


def fold(text: str) -> str:
    """`text` without marks, case, ligatures, typographic quotes and repeated spaces: `Cœur  d’Été` → `coeur d'ete`."""
    letters = text.casefold().translate(_LETTERS)
    plain = "".join(char for char in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(char))
    return " ".join(plain.casefold().translate(_LETTERS).split())
