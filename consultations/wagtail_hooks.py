"""From the page editor back to the board; the result that the law wants on line for three months stays there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from consultations.outcome_page import OutcomePage
from consultations.rules.law import LAWS
from consultations.rules.outcome import may_leave
from dreamplus.core import clock


@hooks.register("register_admin_menu_item")
def board() -> MenuItem:
    """First, and for everybody who passes the staff door: the board shows to each role its own part."""
    return MenuItem(_("Board"), reverse("consultations_staff:board"), icon_name="tasks", name="board", order=1)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_the_result(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says why it stays, and goes back."""
    if not must_stay([page]):
        return None
    return _refused(request, page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_the_results(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type not in {"delete", "unpublish"} or not must_stay(pages):
        return None
    return _refused(request, pages[0].get_parent().pk)


def must_stay(pages: Iterable[Page]) -> bool:
    """Whether a result that the law wants on line for three months is one of these, or stands below one."""
    at = clock.now()
    for page in pages:
        for one in OutcomePage.objects.descendant_of(page, inclusive=True).live():
            if one.first_published_at and LAWS[one.process.kind].reasons and not may_leave(one.first_published_at, at):
                return True
    return False


def _refused(request: HttpRequest, parent: int) -> HttpResponse:
    told = gettext("The law wants this result on line for three months (code de l’environnement, article L123-19-1).")
    messages.error(request, told)
    return redirect("wagtailadmin_explore", parent)
