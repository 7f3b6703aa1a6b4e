"""What stands where in a published log: terms, ballots with postponements among them, the closing, the paper."""

from __future__ import annotations

from dataclasses import dataclass

from polls.secret.rules.log import entry_leaf
from polls.secret.rules.publication import Publication
from polls.secret.rules.refusals import Refused


@dataclass(frozen=True)
class Layout:
    """Leaves by what they should be. `closing` and `paper` are None where none is told."""

    ballots: tuple[bytes, ...]
    closing: bytes | None
    paper: bytes | None


def layout(publication: Publication) -> Layout:
    """By the order that every log has. Raises `Refused` when a postponement is not where one may be."""
    rest = list(publication.leaves[1:])
    paper = rest.pop() if publication.paper is not None and rest else None
    closing = rest.pop() if publication.closing is not None and rest else None
    at = 0
    for told in publication.postponements:
        try:
            at = rest.index(entry_leaf(told), at)
        except ValueError:
            raise Refused("not-in-the-log", "postponement") from None
        del rest[at]
    return Layout(tuple(rest), closing, paper)
