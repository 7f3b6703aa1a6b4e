"""Text as people type it, made clean without changing a word; and what changed between two versions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# Invisible marks that turn text around or hide it; joiners stay, some scripts and emoji need them.
_DIRECTION = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
CAREFUL = 40_000
_BLANKS = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """NFC, `\\n` line ends, no control or direction character, at most one empty line in a row, ends trimmed."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _DIRECTION.sub("", text)
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return _BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def clean_line(text: str) -> str:
    """The same on one line."""
    return re.sub(r"\s+", " ", clean(text)).strip()


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


@dataclass(frozen=True)
class Piece:
    """A run of words of the newer text (`same`, `added`) or of the older one (`removed`)."""

    kind: Literal["same", "added", "removed"]
    text: str


def changes(before: str, after: str) -> list[Piece]:
    """What was taken out and put in, word by word.

    Matching words costs up to the cube of their number: what differs is compared word by word up to CAREFUL pairs,
    beyond that it is shown as one piece taken out and one put in.
    """
    old, new = re.findall(r"\S+\s*|^\s+", before), re.findall(r"\S+\s*|^\s+", after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    pieces = [Piece("same", "".join(new[:head]))]
    pieces += _pieces(old[head : len(old) - tail], new[head : len(new) - tail])
    pieces.append(Piece("same", "".join(new[len(new) - tail :])))
    return [piece for piece in pieces if piece.text]


def _alike(old: list[str], new: list[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    if len(old) * len(new) > CAREFUL:
        yield Piece("removed", "".join(old))
        yield Piece("added", "".join(new))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Piece("removed", "".join(old[i1:i2]))
        if j2 > j1:
            yield Piece("added", "".join(new[j1:j2]))
