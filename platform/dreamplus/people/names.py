"""Names as people write them, without what hides, reverses or imitates. Plain Python."""

from __future__ import annotations

import unicodedata

LONGEST = 80
_JOINERS = {"\u200c", "\u200d"}  # needed by Persian and several Indian scripts, harmless between letters
_HIDING = {
    "\u2028",
    "\u2029",
    "\u2800",
    "\u3164",
    "\uffa0",
    "\u115f",
    "\u1160",
    "\u034f",
}  # line breaks and blank letters


class NameRefused(ValueError):
    """The name holds characters that cannot be seen or that turn the text round."""


def clean_name(raw: str) -> str:
    """`raw` in one composed form, spaces collapsed; empty when nothing is left.

    Accents, apostrophes, hyphens and any script are kept as they are. Raises `NameRefused` for control characters,
    invisible characters, and marks that change the direction of the text around them.
    """
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    for position, character in enumerate(name):
        if character in _JOINERS and _between_letters(name, position):
            continue
        if character in _HIDING or unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"}:
            raise NameRefused(character)
    if _piles_up_marks(name):
        raise NameRefused(name)
    return name


def _between_letters(name: str, position: int) -> bool:
    around = name[position - 1 : position] + name[position + 1 : position + 2]
    return len(around) == 2 and all(unicodedata.category(one)[0] in "LM" and not one.isascii() for one in around)


def _piles_up_marks(name: str) -> bool:
    """More than three marks on one letter is no writing system: it covers the lines above and below."""
    run = 0
    for character in name:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > 3:
            return True
    return False
