"""Counting, in plain Python: no Django, no database. Each method has its page in `docs/rules/`."""

from polls.rules.ballots import (
    BlankWithChoices,
    ChoiceRefused,
    Method,
    RepeatedOption,
    Rules,
    RulesRefused,
    TooFewChoices,
    TooManyChoices,
    UnknownOption,
    check,
)
from polls.rules.counting import OptionTotal, Result, Tie, count
from polls.rules.thresholds import Majority, Thresholds, Verdict, verdict

__all__ = [
    "BlankWithChoices",
    "ChoiceRefused",
    "Majority",
    "Method",
    "OptionTotal",
    "RepeatedOption",
    "Result",
    "Rules",
    "RulesRefused",
    "Thresholds",
    "Tie",
    "TooFewChoices",
    "TooManyChoices",
    "UnknownOption",
    "Verdict",
    "check",
    "count",
    "verdict",
]
