"""What some elements work out before they are drawn, so that their templates stay plain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page
from django.forms.boundfield import BoundField, BoundWidget
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from dreamplus.theming import charts

Arguments = Mapping[str, Any]


def field(arguments: Arguments) -> dict[str, Any]:
    """`field` (a BoundField) → `kind` of control, `optional`, `described` (ids of help and error), `options`."""
    bound: BoundField = arguments["field"]
    kind = _kind(bound)
    described = " ".join(
        part for part in (f"{bound.auto_id}_helptext" if bound.help_text else "", _error_id(bound)) if part
    )
    found: dict[str, Any] = {"kind": kind, "optional": not bound.field.required, "described": described}
    if limit := getattr(bound.field, "max_length", None) if kind == "textarea" else None:
        found |= {"limit": limit}
    if kind == "choices":
        found |= {"options": list(bound)}
    return found


def choice_cards(arguments: Arguments) -> dict[str, Any]:
    """`field` → `cards`: each choice with its label, its sentence, its picture and its input."""
    bound: BoundField = arguments["field"]
    sentences = arguments.get("descriptions") or {}
    return field(arguments) | {"cards": [_card(option, sentences) for option in bound]}


def form_errors(arguments: Arguments) -> dict[str, Any]:
    """`form` → `errors`: each sentence with the address of its field (empty when it is about the whole form)."""
    form: forms.BaseForm = arguments["form"]
    if not form.is_bound:
        return {"errors": []}
    errors = [{"message": message, "href": ""} for message in form.non_field_errors()]
    for bound in form:
        errors += [
            {"message": message, "href": f"#{_first_id(bound)}", "label": bound.label} for message in bound.errors
        ]
    return {"errors": errors}


def pager(arguments: Arguments) -> dict[str, Any]:
    """`page` (a `Page`) → `numbers` with gaps as None, `previous`, `next`: addresses that keep the other filters."""
    page: Page[Any] = arguments["page"]
    request: HttpRequest | None = arguments.get("request")
    parameter = arguments.get("parameter") or "page"

    def address(number: int) -> str:
        query = request.GET.copy() if request is not None else None
        if query is None:
            return "?" + urlencode({parameter: number})
        query[parameter] = str(number)
        return "?" + query.urlencode()

    last, here = page.paginator.num_pages, page.number
    shown = sorted({1, last, here, *(n for n in (here - 1, here + 1) if 1 <= n <= last)})
    numbers: list[dict[str, Any] | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            numbers.append(None)
        numbers.append({"number": number, "href": address(number), "current": number == here})
    return {
        "numbers": numbers,
        "last": last,
        "previous": address(here - 1) if page.has_previous() else "",
        "next": address(here + 1) if page.has_next() else "",
    }


def table(arguments: Arguments) -> dict[str, Any]:
    """`columns` (texts or mappings) and `rows` (sequences) → rows whose cells know their column."""
    columns = [
        {"label": column} if not isinstance(column, Mapping) else column for column in arguments.get("columns") or ()
    ]
    rows = [
        [{"text": cell, "column": column} for cell, column in zip(row, columns, strict=True)]
        for row in arguments.get("rows") or ()
    ]
    return {"columns": columns, "rows": rows}


def chart(arguments: Arguments) -> dict[str, Any]:
    """`rows` of (label, value) or `charts.Bar`, `unit` → `svg`, and the cells of the table beside it.

    Shares are of `whole` where it is given; there is no line of the total then. With `shares=False` (means, sums of
    scores) there are none.
    """
    bars = [bar if isinstance(bar, charts.Bar) else charts.Bar(*bar) for bar in arguments["rows"]]
    whole, shares = arguments.get("whole"), arguments.get("shares", True)
    total = (sum(bar.value for bar in bars) if whole is None else whole) if shares else 0
    svg = charts.bar_chart(
        bars,
        title=str(arguments["title"]),
        unit=str(arguments.get("unit") or ""),
        description=str(arguments.get("description") or ""),
        of_total=shares,
        whole=whole,
    )
    cells = [{"bar": bar, "number": charts.number(bar.value), "share": charts.share(bar.value, total)} for bar in bars]
    shown = charts.number(total) if total and whole is None else ""
    drawn = mark_safe(svg)  # noqa: S308 - charts escapes what it is given
    return {"svg": drawn, "cells": cells, "total": shown, "shares": shares}


def stacks(arguments: Arguments) -> dict[str, Any]:
    """`rows` of `charts.Stack`, `middle` → `svg`, and `keys`: each tone with its name, as the first row has them."""
    rows: Sequence[charts.Stack] = arguments["rows"]
    svg = charts.stacked_chart(rows, title=str(arguments["title"]), middle=bool(arguments.get("middle")))
    keys = [(tone, name) for tone, name, _number in rows[0].parts] if rows else []
    return {"svg": mark_safe(svg), "keys": keys}  # noqa: S308 - charts escapes what it is given


def steps(arguments: Arguments) -> dict[str, Any]:
    """`steps` → the same, each with its number."""
    return {"steps": [{"number": number, **step} for number, step in enumerate(arguments.get("steps") or (), start=1)]}


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.MultiWidget):
        return "several"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "text"


def _error_id(bound: BoundField) -> str:
    return f"{bound.auto_id}_error" if bound.errors else ""


def _first_id(bound: BoundField) -> str:
    """Where the cursor goes: the control, or the first one of a set."""
    if _kind(bound) == "choices":
        first: Sequence[BoundWidget] = list(bound)[:1]
        return first[0].id_for_label if first else bound.auto_id
    return bound.id_for_label or bound.auto_id


def _card(option: BoundWidget, sentences: Mapping[str, str]) -> dict[str, Any]:
    label, value = option.data["label"], option.data["value"]
    described = getattr(label, "description", "") or getattr(getattr(value, "instance", None), "description", "")
    return {"option": option, "label": label, "description": described or sentences.get(str(value), "")} | {
        "picture": getattr(label, "picture", None)
    }


PREPARATIONS: dict[str, Callable[[Arguments], dict[str, Any]]] = {
    "field": field,
    "choice_cards": choice_cards,
    "form_errors": form_errors,
    "pager": pager,
    "table": table,
    "chart": chart,
    "stacks": stacks,
    "line": steps,
    "timeline": steps,
}
