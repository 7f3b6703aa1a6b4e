"""Folded text: what search compares, so that accents, case and ligatures do not count, alike on both databases."""

from __future__ import annotations

import re
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


_WORD = re.compile(r"[^\W_]+")
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)'(?=\w)")
_SMALL = re.compile(
    "au|aux|ce|ces|dans|de|des|du|elle|en|est|et|il|la|le|les|leur|ou|par|pour|que|qui|sa|ses|son|sur|un|une"
    "|and|at|for|in|of|on|the|to|een|het|op|te|van|voor"
)
"""Words so common that one may be typed and another written: “les écoles” also looks for “l’école”."""


def indexed(text: str) -> str:
    """The folded words of `text`, each after a space: what is kept to be searched by `searched`."""
    return "".join(f" {word}" for word in _WORD.findall(fold(text)))


def searched(query: str, most: int = 8) -> list[str]:
    """What to look for of what somebody typed: folded beginnings of words, `most` at most, in the order typed.

    Each is to be found anywhere in a folded text. Punctuation, elided and small words do not count; plurals in -s, -x
    and -aux look for their singular, and the other way round. A query of small words alone looks for those.
    """
    typed = _WORD.findall(_ELIDED.sub(" ", fold(query[:200])))
    whole = [word for word in typed if len(word) > 1 or word.isdigit()]
    telling = [word for word in whole if not _SMALL.fullmatch(word)] or whole
    return [_beginning(word) for word in telling[:most]]


def _beginning(word: str) -> str:
    """The part that a French word keeps in both its numbers: `municipaux`, `municipal` → `municipa`."""
    if len(word) > 5 and word.endswith("aux") and not word.endswith("eaux"):
        return word[:-2]
    if len(word) > 5 and word.endswith(("al", "ail")):
        return word[: word.rindex("a") + 1]
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word[-2:].isdigit() else word
