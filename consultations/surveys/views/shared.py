"""What several views ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from consultations.surveys.pages import page_of
from dreamplus.participation.models import Activity


def language_of_reader() -> str:
    return (get_language() or "").split("-")[0]


def around(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """The page an activity is told on, for the way back."""
    page = page_of(activity)
    href = (page.get_url(request) or "") if page and page.live else ""
    return {"activity": activity, "activity_page": page, "activity_href": href}
