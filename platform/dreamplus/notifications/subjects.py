"""What can be followed, and what notices are about: keys such as `activity:0193…`, whose title and address are looked
up when they are shown. Filled by the applications that own the things, in `AppConfig.ready()`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import category

from django.utils.functional import Promise

TITLE_MAX = 200
_NOT_IN_A_LINE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True)
class Subject:
    """A thing as anybody may see it, in the reader's language. `href` is a path of this site."""

    title: str
    href: str


@dataclass(frozen=True)
class SubjectType:
    """`describe(identifiers)` answers for those that are public now, in a fixed number of queries; what it leaves out
    cannot be followed and is named nowhere. `describe_own`: also those that only participants may read, for kinds of
    notice that speak to the author alone (`NoticeKind.of_own`)."""

    slug: str
    label: str | Promise
    describe: Callable[[Sequence[str]], Mapping[str, Subject]]
    describe_own: Callable[[Sequence[str]], Mapping[str, Subject]] | None = None


_types: dict[str, SubjectType] = {}
_of_pages: list[tuple[type[Any], Callable[[Any], str]]] = []


def register(kind: SubjectType) -> None:
    """Declares a type; a second registration under the same slug replaces the first."""
    _types[kind.slug] = kind


def register_page(model: type[Any], key_of: Callable[[Any], str]) -> None:
    """Says which subject a page of the tree stands for: its pages then carry the button “Follow”."""
    _of_pages.append((model, key_of))


def of_page(page: Any) -> str:
    """The key of what that page stands for, "" when it cannot be followed; the last declared fitting model counts."""
    return next((key_of(page) for model, key_of in reversed(_of_pages) if isinstance(page, model)), "")


def key(slug: str, identifier: object) -> str:
    return f"{slug}:{identifier}"


def label(subject: str) -> str:
    """The word for its type: “Proposal”, “Consultation”; "" for an unknown one."""
    kind = _types.get(subject.partition(":")[0])
    return str(kind.label) if kind else ""


def describe(keys: Iterable[str], *, own: bool = False) -> dict[str, Subject]:
    """What those keys stand for; hidden, private, deleted and unknown ones are left out. Titles are one line.

    `own`: for the author of the thing, who reads it in a private activity too.
    """
    wanted: dict[str, list[str]] = defaultdict(list)
    for one in dict.fromkeys(keys):
        slug, _, identifier = one.partition(":")
        if slug in _types and identifier:
            wanted[slug].append(identifier)
    return {
        key(slug, identifier): Subject(one_line(found.title), found.href)
        for slug, identifiers in wanted.items()
        for identifier, found in _describing(slug, own)(identifiers).items()
    }


def _describing(slug: str, own: bool) -> Callable[[Sequence[str]], Mapping[str, Subject]]:
    kind = _types[slug]
    return kind.describe_own if own and kind.describe_own else kind.describe


def one_line(text: str) -> str:
    """A title holds no line break and no invisible mark: they would forge lines of a letter, or turn its words round.
    No-break spaces stay."""
    plain = "".join(" " if category(char) in _NOT_IN_A_LINE else char for char in text)
    return re.sub(" +", " ", plain).strip()[:TITLE_MAX]
