"""The document that each result of this platform publishes: options, rules, and ballots grouped by what they say."""

from __future__ import annotations

import json
from typing import Any

from polls.rules.tally.election import Election, ElectionRefused, Marks, group


def read(text: str) -> Election:
    """A profile holds the codes that a ballot bears (`choices`) or a number for each (`marks`), and a `count`. Raises
    `ElectionRefused`."""
    try:
        told = json.loads(text)
    except ValueError as error:
        raise ElectionRefused(f"this is not JSON: {error}") from None
    if not isinstance(told, dict) or not isinstance(told.get("options"), list):
        raise ElectionRefused("the document has no list of options")
    options = tuple(_code(option) for option in told["options"])
    profiles = told.get("profiles")
    if not isinstance(profiles, list):
        raise ElectionRefused("the document holds no ballots: this vote publishes its totals alone")
    return Election(options, group(_ballot(profile, options) for profile in profiles), seats=told.get("seats", 1))


def _code(option: Any) -> str:
    code = option.get("code") if isinstance(option, dict) else option
    if not isinstance(code, str):
        raise ElectionRefused("an option has no code")
    return code


def _ballot(profile: Any, options: tuple[str, ...]) -> tuple[Marks, int]:
    if not isinstance(profile, dict) or not isinstance(profile.get("count"), int):
        raise ElectionRefused("a group of ballots has no count")
    marks = profile.get("marks")
    if marks is None:
        marks = dict.fromkeys(profile.get("choices", ()), 1)
    unknown = sorted(set(marks) - set(options))
    if unknown:
        raise ElectionRefused(f"a ballot bears what is no option: {', '.join(map(str, unknown[:5]))}")
    if any(mark is not None and (isinstance(mark, bool) or not isinstance(mark, int)) for mark in marks.values()):
        raise ElectionRefused("a mark is not a whole number")
    return tuple(marks.get(code) for code in options), profile["count"]
