"""The rules of a vote in sentences, and whether what they ask is reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreamplus.theming.charts import number
from polls.rules import Kind, Majority, Method, Thresholds, Weighting
from polls.rules.kinds import DRAWN, KINDS


def how_it_is_counted(rules: Mapping[str, Any]) -> list[str]:
    """The rules in sentences (CRPA L312-1-3: explain the algorithm)."""
    method = Method(rules.get("method", Method.SINGLE))
    return [
        *_METHODS[method](rules),
        *_asked(Thresholds.read(rules)),
        *_weighed(Weighting.read(rules)),
        _("Blank votes are counted apart and published; shares are of the ballots that express a choice.")
        if KINDS[method] == Kind.CHOICES
        else _("Blank votes are counted apart and published."),
        *(
            [
                _("Where options are equal, what they had in the round before decides; then a lot."),
                _("The hash of the lot is published before the vote opens, and the lot with the result."),
            ]
            if method in DRAWN
            else [_("If options are equal, the result says so: no lot is drawn.")]
        ),
    ]


def _single(_rules: Mapping[str, Any]) -> list[str]:
    return [
        _("Each ballot bears one option, or is blank."),
        _("The option with the most votes comes first, even with less than half of them."),
    ]


def _several(rules: Mapping[str, Any]) -> list[str]:
    bounds = {"least": rules.get("least", 1), "most": rules.get("most", 1)}
    return [
        _("Each ballot bears from %(least)s to %(most)s options, or is blank.") % bounds,
        _("Each option gets one vote from each ballot that bears it; the one with the most votes comes first."),
    ]


def _yes_no(_rules: Mapping[str, Any]) -> list[str]:
    return [
        _("Each ballot says yes, no, or abstains, or is blank."),
        _("Yes or no comes first by the number of votes; abstentions are counted apart."),
    ]


def _score(rules: Mapping[str, Any]) -> list[str]:
    compared = {
        "sum": _("Scores are added: the largest sum comes first; an option without a score gets nothing."),
        "mean": _("The highest mean comes first; an option without a score is left out of its own mean."),
        "median": _("The highest median comes first: as many scores above as below; the lower of two middles."),
    }
    told = _("Each ballot gives scores from 0 to %(top)s, or is blank.") % {"top": rules.get("top", 5)}
    return [told, compared[str(rules.get("by", "sum"))]]


def _judgment(_rules: Mapping[str, Any]) -> list[str]:
    return [
        _("Each ballot gives each option a grade, or is blank. An option without a grade counts as rejected."),
        _("The grade of an option is its middle one: at least half of the ballots give it, or a better one."),
        _("Between equal grades, one middle grade is taken away from each option, and the next one decides."),
    ]


def _coloured(_rules: Mapping[str, Any]) -> list[str]:
    return [
        _("Each ballot says of each line how far it agrees. “No opinion” and no answer are told apart."),
        _("Lines are put from the one that gathers to the one that divides; nothing is elected."),
    ]


def _irv(_rules: Mapping[str, Any]) -> list[str]:
    return [
        _("Each ballot puts options in order, or is blank. It counts for the first one that is still there."),
        _("In each round the option with the fewest ballots goes, until one has more than half of those that remain."),
    ]


def _condorcet(_rules: Mapping[str, Any]) -> list[str]:
    return [
        _("Each ballot puts options in order, or is blank; options left out come after the others, equal."),
        _("Each option meets each other one: the one that more ballots put first wins the duel."),
        _("Whoever wins every duel comes first; when nobody does, the strongest chain of duels decides (Schulze)."),
    ]


def _stv(rules: Mapping[str, Any]) -> list[str]:
    return [
        _("Each ballot puts options in order, or is blank. It counts for the first one that is still there."),
        _("%(seats)s are chosen. Whoever reaches the quota (ballots ÷ (seats + 1), rounded down, plus one) is elected.")
        % {"seats": rules.get("seats", 1)},
        _("What they have above the quota moves on to the next choices, each ballot for a part of a vote."),
        _("When nobody reaches it, the option with the least goes, and its ballots move on."),
    ]


def _points(rules: Mapping[str, Any]) -> list[str]:
    return [
        _("Each ballot shares out up to %(credits)s points, or is blank.") % {"credits": rules.get("credits", 10)},
        _("Points are added; the largest sum comes first."),
    ]


def _quadratic(rules: Mapping[str, Any]) -> list[str]:
    return [
        _("Each ballot has %(credits)s points, or is blank. Votes for one option cost their square: 1, 4, 9…")
        % {"credits": rules.get("credits", 10)},
        _("Votes are added; the largest sum comes first."),
    ]


_METHODS: Mapping[Method, Callable[[Mapping[str, Any]], list[str]]] = {
    Method.SINGLE: _single,
    Method.SEVERAL: _several,
    Method.YES_NO: _yes_no,
    Method.SCORE: _score,
    Method.JUDGMENT: _judgment,
    Method.COLOURED: _coloured,
    Method.IRV: _irv,
    Method.CONDORCET: _condorcet,
    Method.STV: _stv,
    Method.POINTS: _points,
    Method.QUADRATIC: _quadratic,
}


def _asked(thresholds: Thresholds) -> list[str]:
    """Quorum and majority, in sentences; nothing where nothing is asked."""
    told = []
    if thresholds.quorum:
        told.append(
            ngettext(
                "The result counts if at least %(quorum)s person has voted, blank votes included.",
                "The result counts if at least %(quorum)s people have voted, blank votes included.",
                thresholds.quorum,
            )
            % {"quorum": number(thresholds.quorum)}
        )
    if thresholds.majority == Majority.ABSOLUTE:
        told.append(_("What comes first is carried with more than half of the ballots that express a choice."))
    elif thresholds.majority == Majority.TWO_THIRDS:
        told.append(_("What comes first is carried with two thirds of the ballots that express a choice."))
    return told


def _weighed(weighting: Weighting) -> list[str]:
    """What a ballot counts for; nothing where each person has one vote."""
    told = []
    if weighting.by_roll:
        told.append(_("Each person votes with the number of votes that the list gives them."))
    if weighting.proxies:
        told.append(
            ngettext(
                "One may vote for %(proxies)d other person too, by a proxy logged before the opening, with one ballot.",
                "One may vote for %(proxies)d other people too, by proxies logged before the opening, with one ballot.",
                weighting.proxies,
            )
            % {"proxies": weighting.proxies}
        )
    if weighting:
        told.append(_("Totals, and the quorum where one is asked, count votes, not people."))
        told.append(_("A rare number of votes can tell whose ballot it is: this vote protects the choice less."))
    return told


def weighed_remarks(data: Mapping[str, Any]) -> list[str]:
    """How many votes the voters had together."""
    weighed = data.get("weighting")
    if not weighed:
        return []
    people = ngettext("%(number)s person voted", "%(number)s people voted", data["turnout"])
    people %= {"number": number(data["turnout"])}
    votes = {"people": people, "votes": number(weighed["votes"]), "represented": number(weighed["represented"])}
    if weighed["represented"]:
        return [_("%(people)s, also for %(represented)s others by proxy: %(votes)s votes in all.") % votes]
    return [_("%(people)s, with %(votes)s votes in all.") % votes]


def verdict_remarks(data: Mapping[str, Any]) -> list[str]:
    """Whether what was asked is reached. Results settled before this was kept have no such line."""
    found, asked = data.get("verdict"), Thresholds.read(data["rules"])
    if found is None:
        return []
    told = []
    if asked.quorum:
        words = {"quorum": number(asked.quorum), "turnout": number(data["ballots"]["cast"])}
        reached = _("The quorum of %(quorum)s is reached: %(turnout)s have voted.")
        missed = _("The quorum of %(quorum)s is not reached: %(turnout)s have voted. The result decides nothing.")
        told.append((reached if found["quorum_reached"] else missed) % words)
    if asked.majority == Majority.TWO_THIRDS and len(data["winners"]) == 1:
        told.append(
            _("The majority of two thirds is reached.")
            if found["majority_reached"]
            else _("The majority of two thirds is not reached: nothing is carried.")
        )
    elif asked.majority == Majority.ABSOLUTE and len(data["winners"]) == 1 and not found["majority_reached"]:
        told.append(_("More than half was asked for: nothing is carried."))
    return told
