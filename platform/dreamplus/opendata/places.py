"""Where other pages lead to open data: the foot of every page, and each published result to its files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dreamplus.opendata.queries import WITH_DATA
from dreamplus.participation.models import Activity
from dreamplus.participation.publishing import Copy
from dreamplus.theming.navigation import NavItem


def footer_link(request: HttpRequest, page: Any) -> NavItem:
    return NavItem(_("Open data"), reverse("opendata:index"))


def copies(activity: Activity) -> list[Copy]:
    """The table for a spreadsheet, the document for programs."""
    if activity.kind not in WITH_DATA:
        return []
    return [
        Copy(_("Table of the figures"), "CSV", reverse("opendata:table", args=[activity.uuid])),
        Copy(_("The same for programs"), "JSON", reverse("opendata:document", args=[activity.uuid])),
    ]
