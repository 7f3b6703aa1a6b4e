"""The life of a proposal, as a table: from which status to which an agent may take it."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"


# An answer once given may be corrected, but a proposal never goes back to "nobody has looked at it".
NEXT: dict[Status, frozenset[Status]] = {
    Status.SUBMITTED: frozenset({Status.UNDER_REVIEW, Status.ACCEPTED, Status.REFUSED, Status.DONE}),
    Status.UNDER_REVIEW: frozenset({Status.UNDER_REVIEW, Status.ACCEPTED, Status.REFUSED, Status.DONE}),
    Status.ACCEPTED: frozenset({Status.ACCEPTED, Status.UNDER_REVIEW, Status.REFUSED, Status.DONE}),
    Status.REFUSED: frozenset({Status.REFUSED, Status.UNDER_REVIEW, Status.ACCEPTED}),
    Status.DONE: frozenset({Status.DONE, Status.ACCEPTED}),
}
# What the person is owed with each status: a refusal or an agreement without a word is no answer.
NEEDS_WORDS = frozenset({Status.ACCEPTED, Status.REFUSED, Status.DONE})


def may_become(before: Status, after: Status) -> bool:
    return after in NEXT[before]


def needs_words(status: Status) -> bool:
    return status in NEEDS_WORDS
