"""What lists need of a body, read once when it is kept."""

from __future__ import annotations

from typing import Any

from dreamplus.core.text import fold

EMPTY: dict[str, Any] = {"titles": {}, "search_text": "", "method": "", "day": None, "voters": None, "paper": None}


def in_language(words: dict[str, str], language: str) -> str:
    """The text in `language`, else in French, else in the first there is."""
    return words.get(language) or words.get("fr") or next(iter(words.values()), "")


def columns(body: dict[str, Any] | None, type: str = "") -> dict[str, Any]:
    """The columns of `Item` that a verified body fills; all empty for an erased one."""
    if body is None:
        return dict(EMPTY)
    texts = [body["title"], body.get("summary", {}), *(option["label"] for option in body.get("options", []))]
    words = [in_language(body["title"], "fr"), *(word for text in texts for word in text.values())]
    found = {**EMPTY, "titles": body["title"], "search_text": fold(" ".join(words))}
    if type == "result":
        paper = sum(line["voters"] for line in body["channels"] if line["channel"] == "paper")
        found |= {"method": body["method"], "day": body["closed"], "voters": body["voters"], "paper": paper}
    if type == "consultation":
        found |= {"day": body["opens"]}
    return found
