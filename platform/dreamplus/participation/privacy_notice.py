"""Under each activity: what is kept about those who take part (GDPR, article 13)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from dreamplus.cms import slots
from dreamplus.participation import kinds
from dreamplus.participation.pages import ActivityPage
from dreamplus.people.rights import notice


def register() -> None:
    """Called once, when the applications are ready."""
    slots.register("page.after_body", under_activity, order=90)


def under_activity(request: HttpRequest, page: Any) -> SafeString | None:
    """The notice of the activity's kind; nothing under other pages."""
    if not isinstance(page, ActivityPage):
        return None
    told = notice.of(kinds.get(page.activity.kind).processing)
    return render_to_string("participation/notice.html", {"notice": told}, request)
