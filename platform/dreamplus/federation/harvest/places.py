"""What the harvest shows in the pages of others: home, the page of a commune, the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dreamplus.core import clock
from dreamplus.federation.harvest import presenting, queries
from dreamplus.territory.models import Territory
from dreamplus.theming.navigation import NavItem

LATEST = 5


def latest_results(request: HttpRequest, page: Any) -> SafeString | None:
    """The last results on the home page of the hub."""
    rows = [presenting.row(item) for item in queries.results()[:LATEST]]
    return render_to_string("harvest/latest.html", {"rows": rows}, request=request) if rows else None


def of_commune(request: HttpRequest, territory: Territory) -> SafeString | None:
    """What a paired commune shares, and how its last visit went."""
    source = queries.sources().filter(territory=territory).first()
    if source is None:
        return None
    context = {"card": presenting.card(source, clock.now())}
    return render_to_string("harvest/of_commune.html", context, request=request)


def results_link(request: HttpRequest, page: Any) -> NavItem:
    return NavItem(_("Results"), reverse("harvest:results"))


def communes_link(request: HttpRequest, page: Any) -> NavItem:
    return NavItem(_("Communes"), reverse("harvest:communes"))
