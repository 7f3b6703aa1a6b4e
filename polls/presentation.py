"""A result in words and bars, in one language. Reads the public dictionary only, so it shows nothing that is sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreamplus.participation.enums import Channel
from dreamplus.theming.charts import Bar, number
from dreamplus.theming.charts import share as shown_share
from polls.recount import fingerprint
from polls.rules import Majority, Method, Thresholds


@dataclass(frozen=True)
class Recount:
    """What somebody types to count again: the file of ballots, the method, and the fingerprint of the program."""

    file: str
    method: str
    fingerprint: str


@dataclass(frozen=True)
class ResultView:
    """What the result page draws. Shares are of the ballots that express a choice."""

    headline: str
    remarks: list[str]
    bars: list[Bar]
    expressed: int
    note: str
    apart: list[list[str]]
    figures: list[dict[str, str]]
    channels: list[list[str]]
    channel_columns: list[Any]
    channels_hidden: bool
    counted: list[str]
    recount: Recount | None
    provisional: bool


def present(data: Mapping[str, Any], language: str) -> ResultView:
    """`data` is what `publishing.published` gives; `language` falls back to the site's."""
    labels = {option["code"]: _in(option["label"], language) or option["code"] for option in data["options"]}
    expressed = data["ballots"]["expressed"]
    choices = [option for option in data["options"] if not option["apart"]]
    choices.sort(key=lambda option: -option["votes"])
    apart = [(labels[o["code"]], o["votes"]) for o in data["options"] if o["apart"]]
    apart.append((_("Blank votes"), data["ballots"]["blank"]))
    winners = data["winners"]
    return ResultView(
        headline=_headline(data, labels),
        remarks=_remarks(data, labels),
        bars=[
            Bar(labels[o["code"]], o["votes"], "lead" if o["code"] in winners and not data["provisional"] else "plain")
            for o in choices
        ],
        expressed=expressed,
        note=_shares(data),
        apart=[[label, number(votes)] for label, votes in apart],
        figures=_figures(data),
        channels=_channel_rows(data, labels),
        channel_columns=_channel_columns(data, labels),
        channels_hidden=any(channel["options"] is None for channel in data["channels"]),
        counted=how_it_is_counted(data["rules"]),
        recount=_recount(data) if data["profiles"] is not None else None,
        provisional=data["provisional"],
    )


def _recount(data: Mapping[str, Any]) -> Recount:
    method = "approval" if data["rules"]["method"] == Method.SEVERAL else "plurality"
    return Recount(f"bulletins-{data['activity']}.csv", method, fingerprint())


def how_it_is_counted(rules: Mapping[str, Any]) -> list[str]:
    """The rules in sentences (CRPA L312-1-3: explain the algorithm)."""
    method = rules.get("method", Method.SINGLE)
    if method == Method.SEVERAL:
        bounds = {"least": rules.get("least", 1), "most": rules.get("most", 1)}
        told = [
            _("Each ballot bears from %(least)s to %(most)s options, or is blank.") % bounds,
            _("Each option gets one vote from each ballot that bears it; the one with the most votes comes first."),
        ]
    elif method == Method.YES_NO:
        told = [
            _("Each ballot says yes, no, or abstains, or is blank."),
            _("Yes or no comes first by the number of votes; abstentions are counted apart."),
        ]
    else:
        told = [
            _("Each ballot bears one option, or is blank."),
            _("The option with the most votes comes first, even with less than half of them."),
        ]
    return [
        *told,
        *_asked(Thresholds.read(rules)),
        _("Blank votes are counted apart and published; shares are of the ballots that express a choice."),
        _("If options are equal, the result says so: no lot is drawn."),
    ]


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


def _verdict(data: Mapping[str, Any]) -> list[str]:
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


def _shares(data: Mapping[str, Any]) -> str:
    if data["rules"]["method"] == Method.SEVERAL:
        return _("Shares are of the ballots that express a choice: one ballot may bear several options.")
    return _("Shares are of the ballots that express a choice.")


def _headline(data: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    winners = data["winners"]
    if not winners:
        return _("No ballot expresses a choice.")
    votes = next(option["votes"] for option in data["options"] if option["code"] == winners[0])
    words = {"votes": number(votes)}
    if len(winners) > 1:
        words["options"] = _listed([labels[code] for code in winners])
        return (
            ngettext(
                "A tie: %(options)s have %(votes)s vote each.", "A tie: %(options)s have %(votes)s votes each.", votes
            )
            % words
        )
    words["option"] = labels[winners[0]]
    words["share"] = shown_share(votes, data["ballots"]["expressed"])
    return (
        ngettext(
            "“%(option)s” comes first with %(votes)s vote, %(share)s of the choices expressed.",
            "“%(option)s” comes first with %(votes)s votes, %(share)s of the choices expressed.",
            votes,
        )
        % words
    )


def _remarks(data: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    remarks: list[str] = []
    if data["provisional"]:
        return remarks
    if len(data["winners"]) > 1:
        remarks.append(_("The vote does not decide between them; the council has the last word and says why."))
    elif data["winners"] and data["rules"]["method"] != Method.SEVERAL:
        remarks.append(
            _("It is chosen by more than half of the ballots that express a choice.")
            if data["absolute_majority"]
            else _("It is not chosen by more than half of the ballots that express a choice.")
        )
    remarks += _verdict(data)
    for tie in data["ties"]:
        if tie["place"] > 1:
            words = {"options": _listed([labels[code] for code in tie["options"]]), "place": tie["place"]}
            remarks.append(_("%(options)s are equal at place %(place)s.") % words)
    return remarks


def _figures(data: Mapping[str, Any]) -> list[dict[str, str]]:
    ballots = data["ballots"]
    return [
        {"value": number(data["turnout"]), "unit": ngettext("voter", "voters", data["turnout"])},
        {"value": number(ballots["expressed"]), "unit": _("choices expressed")},
        {"value": number(ballots["blank"]), "unit": ngettext("blank vote", "blank votes", ballots["blank"])},
    ]


def _channel_rows(data: Mapping[str, Any], labels: Mapping[str, str]) -> list[list[str]]:
    if len(data["channels"]) < 2:
        return []
    return [
        [str(Channel(line["channel"]).label), number(line["turnout"]), *_channel_cells(data, labels, line)]
        for line in data["channels"]
    ]


def _channel_cells(data: Mapping[str, Any], labels: Mapping[str, str], line: Mapping[str, Any]) -> list[str]:
    if not _some_channel_is_shown(data):
        return []
    if line["options"] is None:
        return ["–"] * (len(labels) + 1)
    return [*(number(line["options"][code]) for code in labels), number(line["blank"])]


def _channel_columns(data: Mapping[str, Any], labels: Mapping[str, str]) -> list[Any]:
    figures = [_("Voters")]
    if _some_channel_is_shown(data):
        figures += [*labels.values(), _("Blank votes")]
    return [_("Channel"), *({"label": label, "number": True} for label in figures)]


def _some_channel_is_shown(data: Mapping[str, Any]) -> bool:
    return any(line["options"] is not None for line in data["channels"])


def _listed(words: Sequence[str]) -> str:
    quoted = [_("“%(option)s”") % {"option": word} for word in words]
    if len(quoted) == 1:
        return quoted[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}


def _in(translations: Mapping[str, str], language: str) -> str:
    return (
        translations.get(language) or translations.get(settings.LANGUAGE_CODE) or next(iter(translations.values()), "")
    )
