"""What the page editor refuses: deleting a page in which people took part."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from dreamplus.participation.pages import ActivityPage
from dreamplus.participation.protection import would_lose_people


@hooks.register("before_delete_page")
def keep_what_people_gave(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says so and goes back, before Wagtail asks for a confirmation."""
    for one in page.get_descendants(inclusive=True).specific().iterator():
        if isinstance(one, ActivityPage) and would_lose_people(one):
            messages.error(request, _("People took part: unpublish or archive this page instead."))
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
