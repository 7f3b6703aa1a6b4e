"""Answers as a table: a line each, a column a question, or a column an answer where several may be given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from consultations.surveys.models import Response
from consultations.surveys.rules.questionnaire import WITH_ROWS, Kind, Mode, Question, Questionnaire, told
from consultations.surveys.services.building import questionnaire
from dreamplus.participation.enums import Channel
from dreamplus.participation.models import Activity

CHUNK = 1_000


@dataclass(frozen=True)
class Column:
    """Its head, and what it holds of the answers of one response."""

    head: str
    cell: Callable[[dict[str, Any]], Any]


def columns(asked: Questionnaire, language: str) -> list[Column]:
    """Of every question."""
    return [column for one in asked for column in _columns(one, language)]


def table(activity: Activity, language: str) -> tuple[list[str], Iterator[list[Any]]]:
    """Heads and lines; lines are read as they are taken, `CHUNK` at a time, in the order of their keys. Who answered is
    told where the survey said so."""
    asked = questionnaire(activity)
    named = asked.mode == Mode.NAMED
    told_columns = columns(asked, language)
    heads = [_("Day"), _("Channel"), _("Sheet"), *([_("Name"), _("E-mail")] if named else [])]
    return [*heads, *(column.head for column in told_columns)], _lines(activity, told_columns, named)


def _lines(activity: Activity, told_columns: list[Column], named: bool) -> Iterator[list[Any]]:
    found = Response.objects.filter(activity=activity).order_by("uuid")
    if named:
        found = found.select_related("contribution__author")
    labels = dict(Channel.choices)
    for one in found.iterator(chunk_size=CHUNK):
        author = one.contribution.author if named and one.contribution else None
        who = [author.public_name, author.address] if author else ["", ""]
        answers = [column.cell(one.answers) for column in told_columns]
        yield [one.day.isoformat(), str(labels[one.channel]), one.sheet, *(who if named else []), *answers]


def _columns(one: Question, language: str) -> Iterator[Column]:
    head, code = told(one.label, language), one.code
    labels = {option.code: told(option.label, language) for option in one.options}
    if one.kind == Kind.SEVERAL:
        for option, label in labels.items():
            yield Column(f"{head} [{label}]", lambda said, option=option: 1 if option in said.get(code, ()) else "")  # type: ignore[misc]  # a default binds it
    elif one.kind == Kind.RANKING:
        for option, label in labels.items():
            yield Column(f"{head} [{label}]", lambda said, option=option: _rank(said.get(code, []), option))  # type: ignore[misc]
    elif one.kind in WITH_ROWS:
        for row in one.rows:
            yield Column(
                f"{head} [{told(row.label, language)}]",
                lambda said, row=row: labels.get(said.get(code, {}).get(row.code, ""), ""),  # type: ignore[misc]
            )
    elif one.kind == Kind.SINGLE:
        yield Column(head, lambda said: labels.get(said.get(code, ""), ""))
    else:
        yield Column(head, lambda said: said.get(code, ""))


def _rank(order: list[str], option: str) -> int | str:
    return order.index(option) + 1 if option in order else ""
