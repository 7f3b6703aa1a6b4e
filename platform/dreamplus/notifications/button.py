"""The button “Follow”, under a page of the tree or beside anything else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from dreamplus.notifications import queries, subjects
from dreamplus.people.models import User


def under_page(request: HttpRequest, page: Any) -> SafeString | None:
    """For the slot of `cms`; only under pages that stand for a subject."""
    key = subjects.of_page(page.specific)
    return follow_button(request, key) if key else None


def follow_button(request: HttpRequest, subject: str) -> SafeString:
    """A form for who is signed in (one query), a link for a visitor, whose page then needs no cookie."""
    person = request.user if isinstance(request.user, User) else None
    back = urlencode({"next": request.path})
    context = {
        "subject": subject,
        "href": f"{reverse('notifications:follow', args=[subject])}?{back}",
        "signed_in": person is not None,
        "following": person is not None and queries.is_following(person, subject),
        "back": request.path,
    }
    return render_to_string("notifications/parts/follow.html", context, request=request)
