"""Bars as SVG: readable at 320 px, in print and in both palettes. Plain Python: no Django here.

Widths are percentages and text keeps its size, so nothing is scaled; colours come from classes of the house. A chart
never stands without its table: the element `chart` draws both; beside `stacks`, put the element `table`.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

ROOM = 52  # per cent of the width the longest bar takes; the rest is for its figure
LINE = 22  # pixels from a line of text to the next
BAR = 26  # pixels a bar is high
GAP = 20  # pixels between a bar and the next label
COLUMNS = 32  # characters of a label on a line: what 280 pixels hold
STACK = 40  # pixels a bar cut in parts is high
LEGIBLE = 0.13  # the least part of a bar that holds its own share at 320 pixels
CLEAR = 0.07  # so far from the line of the half a share is not crossed by it

Number = int | float | Decimal


@dataclass(frozen=True)
class Bar:
    """One bar. `kind` is a class: `plain`, `lead` (what came first), `apart` (blank votes and the like)."""

    label: str
    value: Number
    kind: str = "plain"
    note: str = ""


@dataclass(frozen=True)
class Stack:
    """A bar cut in parts that fill the width. A part: its tone (`tone-0` to `tone-6`), its name, how many."""

    label: str
    parts: Sequence[tuple[str, str, int]]

    @property
    def total(self) -> int:
        return sum(number for _tone, _name, number in self.parts)


def share(value: Number, total: Number) -> str:
    """A share as people write it: `43 %`, `0,4 %` below one; `–` of nothing."""
    if not total:
        return "–"
    per_cent = 100 * float(value) / float(total)
    shown = f"{per_cent:.1f}".replace(".", ",") if 0 < per_cent < 1 else f"{per_cent:.0f}"
    return f"{shown}\N{NARROW NO-BREAK SPACE}%"


def number(value: Number) -> str:
    """A number with thin spaces between thousands and a decimal comma."""
    text = f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
    return text


def bar_chart(
    rows: Sequence[Bar],
    *,
    title: str,
    unit: str = "",
    description: str = "",
    of_total: bool = True,
    whole: Number | None = None,
) -> str:
    """Horizontal bars with their figures; the markup is escaped and carries no style attribute.

    `description` is read out by screen readers; without one it is made of the rows. Shares are of `whole`, or of the
    sum of the rows: ballots that bear several options have shares that add up to more than one.
    """
    highest = max((float(row.value) for row in rows), default=0) or 1
    total = (sum(row.value for row in rows) if whole is None else whole) if of_total else 0
    parts: list[str] = []
    height = 0
    for row in rows:
        figure = _figure(row, unit, total)
        drawn, height = _row(row, figure, top=height, width=ROOM * max(float(row.value), 0) / highest)
        parts.append(drawn)
    told = description or "; ".join(f"{row.label}: {_figure(row, unit, total)}" for row in rows)
    return _svg("".join(parts), title=title, told=told, height=height)


def stacked_chart(rows: Sequence[Stack], *, title: str, middle: bool = False) -> str:
    """A full-width bar a row, cut in parts in their order; `middle` draws the line of the half.

    A part that is wide enough bears its share; screen readers are told every part.
    """
    parts: list[str] = []
    height = 0
    for row in rows:
        drawn, height = _stack(row, top=height, middle=middle)
        parts.append(drawn)
    told = "; ".join(f"{row.label}: {_parts_in_words(row)}" for row in rows)
    return _svg("".join(parts), title=title, told=told, height=height)


def _svg(drawn: str, *, title: str, told: str, height: int) -> str:
    name = "chart-" + hashlib.sha256(f"{title}{told}".encode()).hexdigest()[:10]
    return (
        f'<svg class="chart-bars" role="img" width="100%" height="{max(height - GAP, 1)}" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(told)}</desc>'
        f"{drawn}</svg>"
    )


def _label(label: str, *, top: int) -> tuple[str, int]:
    """The label on its lines, and where its bar begins."""
    lines = textwrap.wrap(label, COLUMNS) or [""]
    spans = "".join(
        f'<tspan x="0" y="{top + 16 + index * LINE}">{escape(line)}</tspan>' for index, line in enumerate(lines)
    )
    return f'<text class="chart-label">{spans}</text>', top + len(lines) * LINE + 2


def _stack(row: Stack, *, top: int, middle: bool) -> tuple[str, int]:
    label, bar_top = _label(row.label, top=top)
    drawn, left = [], 0.0
    for tone, name, value in row.parts:
        width = 100 * value / row.total if row.total else 0
        if not value:
            continue
        words = f"{name}: {number(value)} ({share(value, row.total)})"
        drawn.append(
            f'<g><title>{escape(words)}</title><rect class="chart-part {escape(tone)}" x="{left:.2f}%" y="{bar_top}" '
            f'width="{width:.2f}%" height="{STACK}"/>'
            f"{_share_inside(share(value, row.total), left, left + width, top=bar_top, middle=middle)}</g>"
        )
        left += width
    line = f'<line class="chart-half" x1="50%" x2="50%" y1="{bar_top - 4}" y2="{bar_top + STACK + 4}"/>'
    return f'<g class="chart-row">{label}{"".join(drawn)}{line if middle else ""}</g>', bar_top + STACK + GAP


def _share_inside(words: str, left: float, right: float, *, top: int, middle: bool) -> str:
    """The share, in the middle of its part; beside the line of the half where this would cross it; none where it does
    not fit. `left` and `right` are in hundredths of the width."""
    if middle and left < 50 < right and abs((left + right) / 2 - 50) < 100 * CLEAR:
        left, right = (left, 50.0) if 50 - left >= right - 50 else (50.0, right)
    if right - left < 100 * LEGIBLE:
        return ""
    return f'<text class="chart-share" x="{(left + right) / 2:.2f}%" y="{top + 25}">{escape(words)}</text>'


def _parts_in_words(row: Stack) -> str:
    return ", ".join(f"{name} {number(value)}" for _tone, name, value in row.parts)


def _row(row: Bar, figure: str, *, top: int, width: float) -> tuple[str, int]:
    label, bar_top = _label(row.label, top=top)
    kind = row.kind if row.kind in ("lead", "apart") else "plain"
    drawn = (
        f'<g class="chart-row chart-{kind}">{label}'
        f'<rect class="chart-bar" x="0" y="{bar_top}" width="{width:.2f}%" height="{BAR}" rx="3"/>'
        f'<rect class="chart-foot" x="0" y="{bar_top}" width="3" height="{BAR}"/>'
        f'<text class="chart-figure" x="{width:.2f}%" dx="10" y="{bar_top + 19}">{escape(figure)}</text></g>'
    )
    return drawn, bar_top + BAR + GAP


def _figure(row: Bar, unit: str, total: Number) -> str:
    words = [number(row.value), unit] if unit else [number(row.value)]
    figure = "\N{NO-BREAK SPACE}".join(words)
    return f"{figure} · {share(row.value, total)}" if total else figure
