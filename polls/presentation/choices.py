"""Single choice, several choices, yes-no: votes by option."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreamplus.theming.charts import Bar, number
from dreamplus.theming.charts import share as shown_share
from polls.presentation.view import Bars, Reading, Said
from polls.presentation.wording import listed
from polls.rules import Method


def said(reading: Reading) -> Said:
    """Bars by number of votes; what is counted apart is left to the page."""
    data = reading.data
    options = sorted((one for one in data["options"] if not one["apart"]), key=lambda one: -one["votes"])
    bars = [Bar(reading.labels[one["code"]], one["votes"], reading.kind(one["code"])) for one in options]
    chart = Bars(_("Votes by option"), bars, _("votes"), reading.expressed, _shares(data))
    return Said(_headline(data, reading.labels), _remarks(data), [chart])


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
        words["options"] = listed([labels[code] for code in winners])
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


def _remarks(data: Mapping[str, Any]) -> list[str]:
    if data["provisional"] or not data["winners"]:
        return []
    if len(data["winners"]) > 1:
        return [_("The vote does not decide between them; the council has the last word and says why.")]
    if data["rules"]["method"] == Method.SEVERAL:
        return []
    return [
        _("It is chosen by more than half of the ballots that express a choice.")
        if data["absolute_majority"]
        else _("It is not chosen by more than half of the ballots that express a choice.")
    ]
