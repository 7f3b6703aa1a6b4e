"""From the page editor back to the board."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def board() -> MenuItem:
    """First, and for everybody who passes the staff door: the board shows to each role its own part."""
    return MenuItem(_("Board"), reverse("consultations_staff:board"), icon_name="tasks", name="board", order=1)
