"""Who may take part: checked here, told in one sentence with the way to qualify.

The rule itself is plain Python, in `participation.rules.audience`.
"""

from dreamplus.participation.audience.checking import Refusal, check, facts_about, may_read, refuse_reading
from dreamplus.participation.audience.conditions import NO_LINE, Condition, condition
from dreamplus.participation.audience.stored import audience_of, reference_year
from dreamplus.participation.audience.words import sentence

__all__ = [
    "NO_LINE",
    "Condition",
    "Refusal",
    "audience_of",
    "check",
    "condition",
    "facts_about",
    "may_read",
    "reference_year",
    "refuse_reading",
    "sentence",
]
