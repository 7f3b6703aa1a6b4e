"""Grades: majority judgment, scores, the coloured vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from dreamplus.theming.charts import Bar, Stack, number
from polls.ballots.grades import tone
from polls.presentation.view import Bars, Block, Reading, Said, Stacks, Table
from polls.presentation.wording import listed, part, shown

_AGREE, _DISAGREE = ("5", "4"), ("2", "1")


def judged(reading: Reading) -> Said:
    """The majority grade of each option, the best first, and how its grades are spread."""
    best, others = reading.winners, reading.data["ranking"][1:]
    first = reading.totals[reading.data["winners"][0]] if best else None
    if not best or first is None:
        return Said(_("No ballot gives a grade."))
    words = {"option": best[0], "options": listed(best), "grade": reading.grade(first["median"])}
    words |= {"above": part(first["above"]), "below": part(first["below"])}
    remarks = []
    if len(best) > 1:
        headline = _("A tie: %(options)s have the same grades, “%(grade)s” in the middle.") % words
    else:
        headline = _("“%(option)s” comes first: a majority grades it at least “%(grade)s”.") % words
        remarks.append(_("%(above)s of the ballots grade it higher, %(below)s lower.") % words)
        second = reading.totals[others[0][0]] if others else None
        if second is not None and second["median"] == first["median"]:
            runners = {"options": listed([reading.labels[code] for code in others[0]]), "grade": words["grade"]}
            remarks.append(
                _("“%(grade)s” is also the grade of %(options)s: the grades next to the middle decide.") % runners
            )
    rows = [_judged_row(reading, code) for code in reading.in_order]
    columns = [_("Option"), *_numbers(_("Rank")), _("Grade"), *_numbers(_("Higher"), _("Lower"))]
    note = _("The line in the middle shows the grade of each option: half of the ballots on either side.")
    return Said(
        headline,
        remarks,
        [
            _stacks(reading, reading.in_order, _("Grades by option"), middle=True, note=note),
            Table(_("The grade of each option"), columns, rows),
            _spread(reading, reading.in_order),
        ],
    )


def scored(reading: Reading) -> Said:
    """Sum, mean or median of each option, as the rules say."""
    by, top = reading.data["rules"]["by"], reading.data["rules"]["top"]
    titles = {"sum": _("Sum of the scores"), "mean": _("Mean score"), "median": _("Median score")}
    rows = [
        Bar(reading.labels[code], _rounded(reading.totals[code][by]), reading.kind(code)) for code in reading.in_order
    ]
    columns = [_("Option"), *_numbers(_("Sum"), _("Mean"), _("Median"), _("Scores given"))]
    table = [
        [
            reading.labels[code],
            *(shown(reading.totals[code][name]) for name in ("sum", "mean", "median")),
            number(reading.totals[code]["graded"]),
        ]
        for code in reading.in_order
    ]
    blocks: list[Block] = [
        Bars(titles[by], rows, "", None),
        Table(_("Scores by option"), columns, table),
        _spread(reading, reading.in_order),
    ]
    best = reading.winners
    if not best:
        return Said(_("No ballot gives a score."), [], blocks)
    words = {"option": best[0], "options": listed(best), "top": top}
    words["value"] = shown(reading.totals[reading.data["winners"][0]][by])
    told = {
        "sum": _("“%(option)s” comes first: its scores add up to %(value)s."),
        "mean": _("“%(option)s” comes first with a mean score of %(value)s out of %(top)s."),
        "median": _("“%(option)s” comes first with a median score of %(value)s out of %(top)s."),
    }
    alone = len(best) == 1
    return Said((told[by] if alone else _("A tie: %(options)s each have %(value)s.")) % words, [], blocks)


def coloured(reading: Reading) -> Said:
    """The matrix, from the line that gathers to the one that divides."""
    totals = {code: total for code, total in reading.totals.items() if total is not None}
    known = sorted(
        (code for code in totals if totals[code]["consensus"] is not None), key=lambda code: -totals[code]["consensus"]
    )
    order = [*known, *(code for code in totals if code not in known)]
    if not known:
        return Said(_("No ballot says what it thinks of a line."))
    table = [
        [
            reading.labels[code],
            part(_share_of(totals[code]["colours"], _AGREE)),
            part(_share_of(totals[code]["colours"], _DISAGREE)),
            part(totals[code]["consensus"]),
            number(totals[code]["no_opinion"]),
            number(totals[code]["no_answer"]),
        ]
        for code in order
    ]
    columns = [
        _("Line"),
        *_numbers(_("Agree"), _("Disagree"), _("Consensus"), _("No opinion"), _("No answer")),
    ]
    words = {"first": reading.labels[known[0]], "last": reading.labels[known[-1]]}
    divides = [_("What divides the most: “%(last)s”. The discussion may begin there.") % words]
    note = _("Consensus: 100 % when all give one colour, 0 % when they are split between the two ends.")
    return Said(
        _("“%(first)s” gathers the most.") % words,
        divides if len(known) > 1 and reading.is_settled else [],
        [
            _stacks(reading, order, _("From what gathers to what divides"), middle=False),
            Table(_("Agreement and consensus"), columns, table, note),
            _spread(reading, order),
        ],
    )


def _judged_row(reading: Reading, code: str) -> list[str]:
    total = reading.totals[code]
    grade = reading.grade(total["median"]) if total["median"] is not None else "–"
    return [reading.labels[code], number(reading.place(code)), grade, part(total["above"]), part(total["below"])]


def _stacks(reading: Reading, order: list[str], title: str, *, middle: bool, note: str = "") -> Stacks:
    method, table = reading.data["rules"]["method"], reading.tally["grades"]
    marks = sorted(reading.grades, reverse=True)
    rows = []
    for code in order:
        counts = {mark: table[code][str(mark)] for mark in marks}
        if middle:  # no grade counts as the lowest
            counts[min(marks)] += table[code]["none"]
        parts = [(tone(method, mark), reading.grade(mark), counts[mark]) for mark in marks]
        rows.append(Stack(reading.labels[code], parts))
    return Stacks(title, rows, middle, note)


def _spread(reading: Reading, order: list[str]) -> Table:
    """How many ballots give each grade."""
    table = reading.tally["grades"]
    marks = list(next(iter(table.values()), {}))
    heads = [_("No answer") if mark == "none" else reading.grade(int(mark)) for mark in marks]
    rows = [[reading.labels[code], *(number(table[code][mark]) for mark in marks)] for code in order]
    return Table(
        _("How many ballots give each grade"),
        [_("Option"), *_numbers(*heads)],
        rows,
        _("These numbers are enough to count again by hand."),
        folded=True,
    )


def _share_of(colours: Mapping[str, int], marks: Sequence[str]) -> float | None:
    given = sum(colours.values())
    return sum(colours.get(mark, 0) for mark in marks) / given if given else None


def _numbers(*labels: str) -> list[dict[str, object]]:
    return [{"label": label, "number": True} for label in labels]


def _rounded(value: float | None) -> float:
    return 0 if value is None else value if isinstance(value, int) else round(value, 2)
