"""The life of a proposal, as a table."""

import pytest

from consultations.proposals.rules.statuses import Status, may_become, needs_words

REACHED = {
    "submitted": {"under_review", "accepted", "refused", "done"},
    "under_review": {"under_review", "accepted", "refused", "done"},
    "accepted": {"under_review", "accepted", "refused", "done"},
    "refused": {"under_review", "accepted", "refused"},
    "done": {"accepted", "done"},
}


@pytest.mark.parametrize("before", Status)
def test_where_a_status_may_lead(before: Status) -> None:
    assert {after.value for after in Status if may_become(before, after)} == REACHED[before.value]


def test_a_decision_owes_words() -> None:
    assert {status.value for status in Status if needs_words(status)} == {"accepted", "refused", "done"}
