"""Points shared out, and votes that cost their square."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dreamplus.theming.charts import Bar, number
from polls.presentation.view import Bars, Reading, Said
from polls.presentation.wording import listed
from polls.rules import Method


def said(reading: Reading) -> Said:
    """Sums by option."""
    quadratic = reading.data["rules"]["method"] == Method.QUADRATIC
    rows = [Bar(reading.labels[code], reading.totals[code] or 0, reading.kind(code)) for code in reading.in_order]
    given = sum(int(row.value) for row in rows)
    note = _("A voter may give several votes to one option.") if quadratic else _("Shares are of the points given.")
    chart = Bars(
        _("Votes by option") if quadratic else _("Points by option"),
        rows,
        _("votes") if quadratic else _("points"),
        given,
        note,
    )
    best = reading.winners
    if not best:
        return Said(_("No ballot expresses a choice."), [], [chart])
    words = {"option": best[0], "options": listed(best), "value": number(rows[0].value)}
    one = (
        _("“%(option)s” comes first with %(value)s votes.")
        if quadratic
        else _("“%(option)s” comes first with %(value)s points.")
    )
    return Said((one if len(best) == 1 else _("A tie: %(options)s each have %(value)s.")) % words, [], [chart])
