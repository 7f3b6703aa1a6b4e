"""A count in plain lines, for a terminal and for the paper of a polling station."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from polls.rules.tally.outcome import Outcome, plain


def told(outcome: Outcome) -> Iterator[str]:
    """Ballots, totals, rounds, ties, then who comes first."""
    counted = outcome.ballots
    yield f"{outcome.method}: {counted.valid} ballots counted, {counted.blank} blank, {counted.invalid} invalid"
    for name, total in outcome.totals.items():
        yield f"  {name}: {_value(total)}"
    for place, step in enumerate(outcome.rounds, 1):
        yield f"round {place}: " + ", ".join(f"{name} {_value(total)}" for name, total in step["totals"].items())
        for act in ("elected", "eliminated"):
            if act in step:
                yield f"  {act}: {', '.join(step[act])}"
        if "surplus" in step:
            yield f"  {_value(step['surplus']['moved'])} of {step['surplus']['of']} move on"
    for tie in outcome.ties:
        how = f", settled by {tie.how}: {', '.join(tie.order)}" if tie.how else ""
        yield f"equal ({tie.where}): {', '.join(tie.between)}{how}"
    if outcome.spent is not None:
        yield f"spent: {_value(outcome.spent)}"
    yield "first: " + (", ".join(outcome.winners) if outcome.winners else "nobody")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(one)}" for name, one in value.items())
    found = plain(value)
    return f"{found:.4f}".rstrip("0").rstrip(".") if isinstance(found, float) else str(found)
