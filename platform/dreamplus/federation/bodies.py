"""Words of the house as the wire takes them."""

from __future__ import annotations


def one_line(text: str, most: int) -> str:
    """`text` on one line, cut with an ellipsis where it is longer than `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
