"""The foot of every page leads to open data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dreamplus.theming.navigation import NavItem


def footer_link(request: HttpRequest, page: Any) -> NavItem:
    return NavItem(_("Open data"), reverse("opendata:index"))
