"""What the ballots of a vote say, as the published result holds it: totals, ranking, winners, how they were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dreamplus.participation.models import Activity
from polls import keys, levels
from polls.ahead import Groups, tallied
from polls.rules import (
    Kind,
    Questions,
    Rules,
    Thresholds,
    Weighting,
    count,
    marks_of,
    quorum_verdict,
    seed_of,
    tally,
    thresholds_of,
    verdict,
)
from polls.rules.kinds import DRAWN
from polls.rules.places import placed

_SAID_APART = {"options", "totals", "ranking", "winners", "ballots"}


def of_options(
    rules: Rules, profiles: Groups, asked: Thresholds, words: dict[str, Any], *, void: int
) -> dict[str, Any]:
    """What ballots that bear options say. `void`: how many more say nothing that the rules allow."""
    counted = count(rules, profiles)
    return {
        "ballots": _ballots(counted.ballots, counted.expressed, counted.blank, void),
        "options": [
            _option(total.code, words)
            | {
                "votes": total.votes,
                "share": None if total.share is None else round(float(total.share), 6),
                "apart": total.apart,
            }
            for total in counted.totals
        ],
        "ranking": [list(group) for group in counted.ranking],
        "winners": list(counted.winners),
        "absolute_majority": counted.absolute_majority,
        "verdict": asdict(verdict(asked, counted, void=void)) if asked.stored() else None,
        "ties": [{"place": tie.place, "options": list(tie.options), "votes": tie.votes} for tie in counted.ties],
    }


def of_marks(
    activity: Activity,
    rules: Rules,
    profiles: Groups,
    asked: Thresholds,
    words: dict[str, Any],
    *,
    void: int,
    provisional: bool,
) -> dict[str, Any]:
    """What ballots that bear grades, ranks or points say: each option's total, and `tally`, the count step by step."""
    lot = {} if provisional or rules.method not in DRAWN else drawn(activity, profiles)
    seed = bytes.fromhex(lot["seed"]) if "seed" in lot else None
    outcome = tally(rules, profiles) if provisional else tallied(rules, profiles, seed)
    told = outcome.as_json()
    valid, blank = outcome.ballots.valid, outcome.ballots.blank
    decided = len(outcome.winners) == rules.seats
    quorum = quorum_verdict(asked, cast=valid + blank + void, decided=decided)
    return {
        "ballots": _ballots(valid + blank, valid, blank, void),
        "options": [
            _option(code, words) | {"votes": None, "share": None, "apart": False, "total": told["totals"].get(code)}
            for code in rules.options
        ],
        "ranking": [list(tier) for tier in outcome.ranking],
        "winners": list(outcome.winners),
        "absolute_majority": False,
        "verdict": asdict(quorum) if asked.stored() else None,
        "ties": _equal(outcome.ranking, drawn=rules.method in DRAWN),
        "tally": {name: value for name, value in told.items() if name not in _SAID_APART} | _grades(rules, profiles),
        "grades": {language: one["grades"] for language, one in words.items() if "grades" in one},
        "lot": lot or None,
    }


def _ballots(read: int, expressed: int, blank: int, void: int) -> dict[str, int]:
    """`read`: those that say something, abstentions too, which are not among the expressed."""
    return {"cast": read + void, "expressed": expressed, "blank": blank, "invalid": void}


def _option(code: str, words: dict[str, Any]) -> dict[str, Any]:
    labels = {language: told["options"].get(code, {}).get("label", "") for language, told in words.items()}
    return {"code": code, "label": labels}


def _grades(rules: Rules, profiles: Groups) -> dict[str, Any]:
    """How many ballots give each grade to each option; `none`: no grade. Enough to count again by hand."""
    if rules.kind != Kind.GRADES:
        return {}
    table = {code: dict.fromkeys([*map(str, rules.marks), "none"], 0) for code in rules.options}
    for choices, number in profiles:
        marks = marks_of(choices)
        for code in rules.options if marks else ():
            table[code][str(marks.get(code, "none"))] += number
    return {"grades": table}


def _equal(ranking: Sequence[tuple[str, ...]], *, drawn: bool) -> list[dict[str, Any]]:
    """Options that stay equal. Where a method draws, those that were equal on the way stand in its own `ties`."""
    if drawn:
        return []
    return [{"place": place, "options": list(tier), "votes": None} for place, tier in placed(ranking) if len(tier) > 1]


def drawn(activity: Activity, profiles: Groups) -> dict[str, str]:
    """The lot, now revealed, and the seed made of it and of the box; nothing where the rules promise none."""
    level = levels.of(activity)
    if level is not None:
        seed = level.opened(activity).seed
        return {"seed": seed.hex()} if seed else {}
    committed = activity.rules.get("lot_hash")
    lot = keys.reveal(activity.uuid, committed) if committed else None
    return {} if lot is None else {"lot": lot.hex(), "seed": seed_of(lot, profiles).hex()}


def promised(activity: Activity, questions: Questions) -> list[dict[str, Any]]:
    """The rules of each question as they are told: how people choose, what is asked of the result, the hash of the lot
    where one may be drawn."""
    lot = {"lot_hash": activity.rules["lot_hash"]} if "lot_hash" in activity.rules else {}
    thresholds = thresholds_of(activity.rules)
    weighting = Weighting.read(activity.rules).stored()
    return [
        {**rules.stored(), **asked.stored(), **weighting, **(lot if rules.method in DRAWN else {})}
        for rules, asked in zip(questions, thresholds, strict=True)
    ]


def profile(rules: Rules, choices: tuple[str, ...], number: int) -> dict[str, Any]:
    if rules.kind == Kind.CHOICES:
        return {"choices": list(choices), "count": number}
    return {"marks": marks_of(choices), "count": number}
