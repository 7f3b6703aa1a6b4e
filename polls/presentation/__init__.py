"""A result in words and drawings, in one language, from the public dictionary alone: it shows nothing sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreamplus.participation.enums import Channel
from dreamplus.theming.charts import number
from polls.presentation import choices, grades, points, rankings
from polls.presentation.counted import how_it_is_counted, verdict_remarks, weighed_remarks
from polls.presentation.view import Reading, Recount, ResultView, Said, Table, numbered
from polls.presentation.wording import listed
from polls.recount import command, fingerprint
from polls.rules import Kind, Method
from polls.rules.kinds import KINDS

__all__ = ["ResultView", "each", "how_it_is_counted", "present", "present_each"]

Lines = Sequence[Mapping[str, Any]]
"""The lines of a table by channel or by place, as the published result holds them."""

_METHODS: Mapping[Method, Callable[[Reading], Said]] = {
    Method.SINGLE: choices.said,
    Method.SEVERAL: choices.said,
    Method.YES_NO: choices.said,
    Method.SCORE: grades.scored,
    Method.JUDGMENT: grades.judged,
    Method.COLOURED: grades.coloured,
    Method.IRV: rankings.by_rounds,
    Method.CONDORCET: rankings.by_duels,
    Method.STV: rankings.by_seats,
    Method.POINTS: points.said,
    Method.QUADRATIC: points.said,
}


def present(data: Mapping[str, Any], language: str) -> ResultView:
    """`data` is what `publishing.published` gives; `language` falls back to the site's."""
    reading = Reading(data, language)
    labels = reading.labels
    said = _METHODS[Method(data["rules"]["method"])](reading)
    apart = [(labels[one["code"]], one["votes"]) for one in data["options"] if one["apart"]]
    apart.append((_("Blank votes"), data["ballots"]["blank"]))
    if data["ballots"]["invalid"]:
        apart.append((_("Void ballots"), data["ballots"]["invalid"]))
    channels, stations = data["channels"], data.get("stations", [])  # results of before paper have no stations
    origins = list(_origins(channels, stations, labels))
    return ResultView(
        headline=said.headline,
        remarks=[*said.remarks, *_remarks(reading)],
        blocks=said.blocks,
        apart=[[label, number(votes)] for label, votes in apart],
        apart_caption=_("Counted apart"),
        figures=_figures(data),
        origins=origins,
        some_hidden=_is_of_options(data) and any(line["options"] is None for line in [*channels, *stations]),
        lot=data.get("lot"),
        recount=_recount(data) if data["profiles"] is not None else None,
        provisional=data["provisional"],
    )


def each(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A published result as one of each question: what is told of the vote stands in all of them."""
    return [data, *({**data, **one} for one in data.get("further", ()))]


def present_each(data: Mapping[str, Any], language: str) -> list[ResultView]:
    """What each question says, in order; where there are several, every drawing says which it is about."""
    views = [present(one, language) for one in each(data)]
    return views if len(views) == 1 else [_numbered(view, place) for place, view in enumerate(views, start=1)]


def _numbered(view: ResultView, place: int) -> ResultView:
    which = _("question %(number)d") % {"number": place}
    return replace(
        view,
        blocks=[numbered(block, which) for block in view.blocks],
        origins=[numbered(table, which) for table in view.origins],
        apart_caption=f"{view.apart_caption} · {which}",
    )


def _recount(data: Mapping[str, Any]) -> Recount:
    seed = (data.get("lot") or {}).get("seed", "")
    which = f"-{data['number']}" if "number" in data else ""
    name = f"bulletins-{data['activity']}{which}.csv"
    return Recount(name, command(data["rules"], seed=seed), fingerprint())


def _is_of_options(data: Mapping[str, Any]) -> bool:
    return KINDS[Method(data["rules"]["method"])] == Kind.CHOICES


def _remarks(reading: Reading) -> list[str]:
    """What was asked and whether it is reached; options that stay equal after the first place."""
    if not reading.is_settled:
        return []
    remarks = [*weighed_remarks(reading.data), *verdict_remarks(reading.data)]
    for tie in reading.data["ties"]:
        if tie["place"] > 1:
            words = {"options": listed([reading.labels[code] for code in tie["options"]]), "place": tie["place"]}
            remarks.append(_("%(options)s are equal at place %(place)s.") % words)
    return remarks


def _figures(data: Mapping[str, Any]) -> list[dict[str, str]]:
    ballots = data["ballots"]
    return [
        {"value": number(data["turnout"]), "unit": ngettext("voter", "voters", data["turnout"])},
        {"value": number(ballots["expressed"]), "unit": _("choices expressed")},
        {"value": number(ballots["blank"]), "unit": ngettext("blank vote", "blank votes", ballots["blank"])},
    ]


def _origins(channels: Lines, stations: Lines, labels: Mapping[str, str]) -> Iterator[Table]:
    """One channel alone says nothing more; boxes are told whenever there are some."""
    if len(channels) > 1:
        rows = [[str(Channel(line["channel"]).label), *_cells(channels, labels, line)] for line in channels]
        yield Table(_("How people took part"), _columns(channels, labels, _("Channel")), rows)
    if stations:
        rows = [[line["name"] or _("On a screen"), *_cells(stations, labels, line)] for line in stations]
        yield Table(_("Box by box"), _columns(stations, labels, _("Place")), rows)


def _cells(lines: Lines, labels: Mapping[str, str], line: Mapping[str, Any]) -> list[str]:
    """How many, then their options where some line of the table shows them."""
    turnout = number(line["turnout"])
    if not _some_are_shown(lines):
        return [turnout]
    if line["options"] is None:
        return [turnout, *["–"] * (len(labels) + 1)]
    return [turnout, *(number(line["options"][code]) for code in labels), number(line["blank"])]


def _columns(lines: Lines, labels: Mapping[str, str], first: str) -> list[Any]:
    figures = [_("Voters")]
    if _some_are_shown(lines):
        figures += [*labels.values(), _("Blank votes")]
    return [first, *({"label": label, "number": True} for label in figures)]


def _some_are_shown(lines: Lines) -> bool:
    return any(line["options"] is not None for line in lines)
