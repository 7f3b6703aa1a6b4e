"""Orders of preference: rounds, duels, seats; each elimination, transfer and lot in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreamplus.theming.charts import Bar, number
from polls.presentation.view import Bars, Block, Reading, Said, Steps, Table
from polls.presentation.wording import listed, shown

_WHERE = re.compile(r"(elimination|surplus) of round (\d+)")


def by_rounds(reading: Reading) -> Said:
    """Instant-runoff: who went in which round, and where the ballots went."""
    rounds = reading.tally.get("rounds", [])
    blocks: list[Block] = [_last_round(reading, rounds)] if rounds else []
    blocks += [Steps(_("Round by round"), _told(reading, rounds)), _table(reading, rounds)] if rounds else []
    if not reading.winners:
        return Said(_("No ballot ranks an option."), [], blocks)
    last = rounds[-1]["totals"]
    words: dict[str, Any] = {"option": reading.winners[0], "rounds": number(len(rounds))}
    words |= {"votes": shown(last[reading.data["winners"][0]]), "remain": shown(sum(last.values()))}
    headline = (
        ngettext(
            "“%(option)s” comes first in the first round, with %(votes)s of %(remain)s ballots.",
            "“%(option)s” comes first after %(rounds)s rounds, with %(votes)s of the %(remain)s ballots that remain.",
            len(rounds),
        )
        % words
    )
    return Said(headline, _lots(reading), blocks)


def by_seats(reading: Reading) -> Said:
    """Single transferable vote: who reached the quota when, and what moved on."""
    rounds = reading.tally.get("rounds", [])
    quota = {"quota": number(reading.tally.get("quota", 0))}
    blocks: list[Block] = []
    if rounds:
        told = [_("The quota is %(quota)s ballots.") % quota, *_told(reading, rounds)]
        blocks = [Steps(_("Round by round"), told), _table(reading, rounds)]
    if not reading.winners:
        return Said(_("No ballot ranks an option."), [], blocks)
    words = {"options": listed(reading.winners)}
    headline = ngettext("Chosen: %(options)s.", "Chosen, in this order: %(options)s.", len(reading.winners)) % words
    return Said(headline, _lots(reading), blocks)


def by_duels(reading: Reading) -> Said:
    """Condorcet's winner, or the strongest chain of duels; each duel in a table."""
    tally, order = reading.tally, reading.in_order
    duels = tally["duels"]
    columns = [_("Preferred to →"), *({"label": reading.labels[code], "number": True} for code in order)]
    rows = [
        [reading.labels[one], *("" if one == other else shown(duels[one][other]) for other in order)] for one in order
    ]
    note = _("Each line says on how many ballots its option is preferred to that of the column.")
    table = Table(_("All the duels"), columns, rows, note, stacked=False)
    if not reading.winners:
        return Said(_("No ballot ranks an option."), [], [table])
    words = {"option": reading.winners[0], "options": listed(reading.winners)}
    if len(reading.winners) > 1:
        return Said(_("A tie: %(options)s come first together.") % words, [], [table])
    blocks: list[Block] = [Steps(_("The duels of who comes first"), _duels_of(reading, order[0])), table]
    if tally["condorcet_winner"]:
        return Said(_("“%(option)s” comes first: it wins each of its duels.") % words, [], blocks)
    remark = _("No option wins all its duels: going round in a circle, each of them loses one.")
    return Said(_("“%(option)s” comes first by the strongest chain of duels.") % words, [remark], blocks)


def _duels_of(reading: Reading, code: str) -> list[str]:
    duels, told = reading.tally["duels"], []
    for other in reading.in_order:
        if other == code:
            continue
        mine, theirs = duels[code][other], duels[other][code]
        words = {"other": reading.labels[other], "mine": shown(mine), "theirs": shown(theirs)}
        won = _("Against “%(other)s”: %(mine)s to %(theirs)s, won.")
        lost = _("Against “%(other)s”: %(mine)s to %(theirs)s, lost.")
        equal = _("Against “%(other)s”: %(mine)s to %(theirs)s, equal.")
        told.append((won if mine > theirs else lost if mine < theirs else equal) % words)
    return told


def _last_round(reading: Reading, rounds: list[Mapping[str, Any]]) -> Bars:
    totals = rounds[-1]["totals"]
    ordered = sorted(totals, key=lambda code: -totals[code])
    rows = [Bar(reading.labels[code], totals[code], reading.kind(code)) for code in ordered]
    return Bars(_("The last round"), rows, _("ballots"), int(sum(totals.values())))


def _told(reading: Reading, rounds: list[Mapping[str, Any]]) -> list[str]:
    """A sentence or more for each round."""
    told = []
    for place, step in enumerate(rounds, start=1):
        words: dict[str, Any] = {"round": number(place), "totals": _totals(reading, step["totals"])}
        line = [_("Round %(round)s: %(totals)s.") % words]
        if "elected" in step:
            names = [reading.labels[code] for code in step["elected"]]
            line.append(
                ngettext("%(options)s is elected.", "%(options)s are elected.", len(names)) % {"options": listed(names)}
            )
        if "surplus" in step:
            moved = {"option": reading.labels[step["surplus"]["of"]], "moved": shown(step["surplus"]["moved"])}
            line.append(_("What “%(option)s” has above the quota, %(moved)s, moves on to the next choices.") % moved)
        if "eliminated" in step:
            out = {"option": reading.labels[step["eliminated"][0]]}
            line.append(_("“%(option)s” has the least and goes; its ballots move on to the next choices.") % out)
        if step.get("exhausted"):
            line.append(
                ngettext(
                    "%(number)s ballot ranks nobody who is still there.",
                    "%(number)s ballots rank nobody who is still there.",
                    step["exhausted"],
                )
                % {"number": number(step["exhausted"])}
            )
        told.append(" ".join(line))
    return told


def _totals(reading: Reading, totals: Mapping[str, float]) -> str:
    ordered = sorted(totals, key=lambda code: -totals[code])
    return ", ".join(f"{reading.labels[code]} {shown(totals[code])}" for code in ordered)


def _table(reading: Reading, rounds: list[Mapping[str, Any]]) -> Table:
    heads = [{"label": _("Round %(round)s") % {"round": place}, "number": True} for place in range(1, len(rounds) + 1)]
    rows = [
        [reading.labels[code], *(shown(step["totals"][code]) if code in step["totals"] else "–" for step in rounds)]
        for code in reading.in_order
    ]
    return Table(_("Ballots by round"), [_("Option"), *heads], rows, stacked=len(rounds) <= 4)


def _lots(reading: Reading) -> list[str]:
    """How options that were equal on the way were put in order."""
    told = []
    for tie in reading.tally.get("ties", []) if reading.is_settled else []:
        found = _WHERE.fullmatch(tie["where"])
        words = {"round": found[2] if found else "", "options": listed([reading.labels[one] for one in tie["between"]])}
        words["first"] = reading.labels[tie["order"][0]] if tie.get("order") else ""
        if tie["how"] == "earlier rounds":
            told.append(
                _("In round %(round)s, %(options)s were equal: what they had in an earlier round decided.") % words
            )
        elif tie["how"] == "seed":
            went = _("In round %(round)s, %(options)s were equal: by lot, “%(first)s” goes.")
            moved = _("In round %(round)s, %(options)s were equal: by lot, “%(first)s” comes first.")
            told.append((went if found and found[1] == "elimination" else moved) % words)
        else:
            told.append(
                _("In round %(round)s, %(options)s were equal; the lot was lost, a draw without it decided.") % words
            )
    return told
