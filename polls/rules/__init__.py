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

__all__ = [
    "BlankWithChoices",
    "ChoiceRefused",
    "Method",
    "OptionTotal",
    "RepeatedOption",
    "Result",
    "Rules",
    "RulesRefused",
    "Tie",
    "TooFewChoices",
    "TooManyChoices",
    "UnknownOption",
    "check",
    "count",
]
