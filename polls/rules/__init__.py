"""Counting, in plain Python: no Django, no database. Each method has its page in `docs/rules/`."""

from polls.rules.ballots import (
    BlankWithChoices,
    ChoiceRefused,
    RepeatedOption,
    SameRank,
    TooFewChoices,
    TooManyChoices,
    TooManyPoints,
    UnknownMark,
    UnknownOption,
    check,
    is_legible,
    marks_of,
    spent,
    written,
)
from polls.rules.counting import OptionTotal, Result, Tie, count
from polls.rules.kinds import Kind, Method
from polls.rules.marked import seed_of, tally
from polls.rules.poll import Choices, Rules, RulesRefused
from polls.rules.thresholds import Majority, Thresholds, Verdict, quorum_verdict, verdict

__all__ = [
    "BlankWithChoices",
    "ChoiceRefused",
    "Choices",
    "Kind",
    "Majority",
    "Method",
    "OptionTotal",
    "RepeatedOption",
    "Result",
    "Rules",
    "RulesRefused",
    "SameRank",
    "Thresholds",
    "Tie",
    "TooFewChoices",
    "TooManyChoices",
    "TooManyPoints",
    "UnknownMark",
    "UnknownOption",
    "Verdict",
    "check",
    "count",
    "is_legible",
    "marks_of",
    "quorum_verdict",
    "seed_of",
    "spent",
    "tally",
    "verdict",
    "written",
]
