"""Every write of polls, by its name."""

from polls.services.casting import Cast, Outcome, cast_ballot, new_key
from polls.services.drafting import create_poll, set_poll_rules
from polls.services.forgetting import end_objections, forget_due
from polls.services.opening import open_poll
from polls.services.questions import add_question, remove_question

__all__ = [
    "Cast",
    "Outcome",
    "add_question",
    "cast_ballot",
    "create_poll",
    "end_objections",
    "forget_due",
    "new_key",
    "open_poll",
    "remove_question",
    "set_poll_rules",
]
