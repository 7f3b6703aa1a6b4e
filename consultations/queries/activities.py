"""Pages of activities whatever their kind, in one query over all their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, get_page_models

from consultations import faces
from consultations.faces import Figure
from dreamplus.participation import audience
from dreamplus.participation.models import Activity
from dreamplus.participation.pages import ActivityPage
from dreamplus.participation.standing import Standing, standing

_PAGE = ("pk", "path", "title", "summary", "url_path", "live")
# All the fields but those that nobody asks of a list.
_ACTIVITY = [
    field.attname for field in Activity._meta.concrete_fields if field.attname not in ("rules_hash", "created_at")
]


@dataclass(frozen=True)
class Told:
    """An activity as a page tells of it, at one instant."""

    pk: int
    path: str
    title: str
    summary: str
    href: str
    live: bool
    activity: Activity
    standing: Standing
    is_open: bool
    planned: bool = False
    figures: list[Figure] = field(default_factory=list)

    @property
    def opens_at(self) -> datetime | None:
        """None while it is in preparation, unless the reader is preparing it: a draft announces no date."""
        return self.activity.opens_at if self.activity.scheduled_at or self.planned else None

    @property
    def closes_at(self) -> datetime | None:
        return self.activity.closes_at if self.activity.scheduled_at or self.planned else None

    @property
    def badge(self) -> str:
        face = faces.get(self.activity.kind)
        return face.badge if face and self.is_open else self.standing.kind

    @property
    def label(self) -> str:
        face = faces.get(self.activity.kind)
        return str(face.open_label) if face and self.is_open else self.standing.label

    @property
    def verb(self) -> str:
        face = faces.get(self.activity.kind)
        return str(face.verb) if face else ""

    @property
    def act_href(self) -> str:
        face = faces.get(self.activity.kind)
        return face.act(self.activity) if face else self.href


def under(paths: Iterable[str]) -> Q:
    """Direct children of the pages at `paths`."""
    conditions = [Q(path__startswith=path, depth=len(path) // Page.steplen + 1) for path in paths]
    return reduce(or_, conditions) if conditions else Q(pk=None)


def activity_pages(
    condition: Q, *, drafts: bool = False, private: bool = False, order: str = "path", most: int | None = None
) -> list[tuple[Any, ...]]:
    """Rows of `_PAGE` then `_ACTIVITY`, of every kind, that meet `condition`: one query, cut at `most`.

    `private`: those that not everybody may read as well; the caller then asks the audience of each.

    `order` is one of these columns, with a minus sign for the greatest first.
    """
    tables = _tables()
    if not tables:
        return []
    seen = condition if drafts else condition & Q(live=True)
    seen = seen if drafts or private else seen & Q(activity__is_private=False)
    columns = (*_PAGE, *(f"activity__{name}" for name in _ACTIVITY))
    first, *rest = [model.objects.filter(seen).order_by().values_list(*columns) for model in tables]
    return list(first.union(*rest, all=True).order_by(order)[:most])


def tell(
    request: HttpRequest | None,
    condition: Q,
    at: datetime,
    *,
    drafts: bool = False,
    order: str = "path",
    most: int | None = None,
) -> list[Told]:
    """Activities whose pages meet `condition`, with their figures: one query, and one for each kind that counts."""
    return tell_rows(request, readable(request, condition, drafts=drafts, order=order, most=most), at, drafts=drafts)


def readable(
    request: HttpRequest | None, condition: Q, *, drafts: bool = False, order: str = "path", most: int | None = None
) -> list[tuple[Any, ...]]:
    """`activity_pages` without the private activities whose audience the reader does not belong to."""
    user = request.user if request is not None and request.user.is_authenticated else None
    rows = activity_pages(condition, drafts=drafts, private=user is not None, order=order, most=most)
    if user is not None and not drafts:
        rows = [row for row in rows if audience.may_read(user, activity_of(row))]
    return rows


def tell_rows(
    request: HttpRequest | None, rows: Sequence[tuple[Any, ...]], at: datetime, *, drafts: bool = False
) -> list[Told]:
    """The same of rows already read: one query for each kind that counts."""
    activities = [activity_of(row) for row in rows]
    counted = faces.figures(list({activity.pk: activity for activity in activities}.values()))
    return [
        Told(
            pk=pk,
            path=path,
            title=title,
            summary=summary,
            href=Page(pk=pk, url_path=url_path).get_url(request) or "",
            live=live,
            activity=activity,
            standing=standing(activity, at),
            is_open=activity.is_open(at),
            planned=drafts,
            figures=counted.get(activity.pk, []),
        )
        for (pk, path, title, summary, url_path, live, *_rest), activity in zip(rows, activities, strict=True)
    ]


def activity_of(row: tuple[Any, ...]) -> Activity:
    """The activity of one row; fields that the row does not carry are read when asked for."""
    activity: Activity = Activity.from_db(DEFAULT_DB_ALIAS, _ACTIVITY, row[len(_PAGE) :])
    return activity


def paths_of(activity: Activity) -> list[str]:
    """Where its pages stand, whatever their kind: one query."""
    found = [model.objects.filter(activity=activity).order_by().values_list("path", flat=True) for model in _tables()]
    return list(found[0].union(*found[1:], all=True)) if found else []


def _tables() -> list[type[ActivityPage]]:
    """The pages of each kind of activity."""
    return [model for model in get_page_models() if issubclass(model, ActivityPage)]


def parent_path(path: str) -> str:
    return path[: -Page.steplen]
