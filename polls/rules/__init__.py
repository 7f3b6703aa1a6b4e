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
from polls.rules.questions import (
    MOST_QUESTIONS,
    Questions,
    are_legible,
    check_answers,
    joined,
    parted,
    read_questions,
    stored_questions,
    thresholds_of,
)
from polls.rules.thresholds import Majority, Thresholds, Verdict, quorum_verdict, verdict
from polls.rules.weighting import MOST_PROXIES, Weighting

__all__ = [
    "MOST_PROXIES",
    "MOST_QUESTIONS",
    "BlankWithChoices",
    "ChoiceRefused",
    "Choices",
    "Kind",
    "Majority",
    "Method",
    "OptionTotal",
    "Questions",
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
    "Weighting",
    "are_legible",
    "check",
    "check_answers",
    "count",
    "is_legible",
    "joined",
    "marks_of",
    "parted",
    "quorum_verdict",
    "read_questions",
    "seed_of",
    "spent",
    "stored_questions",
    "tally",
    "thresholds_of",
    "verdict",
    "written",
]
