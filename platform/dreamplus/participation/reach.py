"""What an agent of a part of the site may do there: asked for each activity, its pages and those above them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from dreamplus.participation.models import Activity
from dreamplus.people.doors import second_factor_shown
from dreamplus.people.permissions import parts_of
from dreamplus.people.roles import Permission


def may_on(user: Any, permission: Permission, activity: Activity) -> bool:
    """Whether `user` may do it to `activity`. No query for who may everywhere, or nowhere."""
    parts = parts_of(user, permission)
    return parts is None or (bool(parts) and not parts.isdisjoint(_keys_above(_paths_of(activity))))


def may_on_page(user: Any, permission: Permission, page: Page) -> bool:
    """The same for a page that is not an activity's own."""
    parts = parts_of(user, permission)
    return parts is None or (bool(parts) and not parts.isdisjoint(_keys_above([page.path])))


def may_now_on(request: HttpRequest, permission: Permission, activity: Activity) -> bool:
    """As `people.doors.may_now`, for `activity`: the second factor was shown in this session."""
    return may_on(request.user, permission, activity) and second_factor_shown(request)


def activity_for(request: HttpRequest, permission: Permission, uuid: UUID, **known: Any) -> Activity:
    """The activity, for who may do `permission` to it. Raises `Http404`, `PermissionDenied`."""
    found = get_object_or_404(Activity, uuid=uuid, **known)
    if not may_on(request.user, permission, found):
        raise PermissionDenied
    return found


def within(found: QuerySet[Any], user: Any, permission: Permission, field: str = "pk") -> QuerySet[Any]:
    """Those of `found` whose activity (`field`) `user` may do it to; no query more for who may everywhere."""
    parts = parts_of(user, permission)
    if parts is None:
        return found
    return found.filter(**{f"{field}__in": _activities_under(parts)})


def _activities_under(parts: Iterable[UUID]) -> list[int]:
    tops = list(Page.objects.filter(translation_key__in=parts).values_list("path", flat=True))
    if not tops:
        return []
    below = Q()
    for path in tops:
        below |= Q(path__startswith=path)
    return [pk for model in _page_models() for pk in model.objects.filter(below).values_list("activity_id", flat=True)]


def _paths_of(activity: Activity) -> list[str]:
    return [
        path
        for model in _page_models()
        if model.activity_kind == activity.kind
        for path in model.objects.filter(activity=activity).values_list("path", flat=True)
    ]


def _keys_above(paths: Iterable[str]) -> set[UUID]:
    """Translation keys of the pages at `paths` and of every page above them."""
    step = Page.steplen
    prefixes = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    return set(Page.objects.filter(path__in=prefixes).values_list("translation_key", flat=True))


def _page_models() -> list[Any]:
    from dreamplus.participation.pages import ActivityPage

    return [model for model in apps.get_models() if issubclass(model, ActivityPage)]
