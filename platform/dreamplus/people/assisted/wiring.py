"""What this application declares to those below it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dreamplus.people import hooks
from dreamplus.people.assisted import banner, consent, open_to, presence
from dreamplus.people.models import User
from dreamplus.people.rolls import hooks as lists
from dreamplus.people.rolls.models import RollLine
from dreamplus.theming import banners
from dreamplus.theming.navigation import NavItem

OPEN = (
    *("assisted:arrive", "assisted:begin", "assisted:refuse", "assisted:finish", "assisted:erase", "assisted:alive"),
    *("assisted:still", "assisted:gone"),
    *("account_login", "account_signup", "account_request_login_code", "account_confirm_login_code"),
    *("mfa_authenticate", "people:identity_start", "people:identity_return", "people:identity_left"),
    *("people:residence", "rolls:claim"),
)
FOR_MACHINES = ("theming:brand", "theming:icon", "live:topic")


def connect() -> None:
    """Called once, when the applications are ready."""
    consent.declare()
    open_to.allow(*OPEN)
    open_to.allow_machines(*FOR_MACHINES)
    banners.register(banner.shown)
    if _no_staff not in hooks.before_sign_in:
        hooks.before_sign_in.append(_no_staff)
    if _way_out not in hooks.instead_of_account:
        hooks.instead_of_account.append(_way_out)
    if _open_for not in lists.line_links:
        lists.line_links.append(_open_for)


def _way_out(request: HttpRequest) -> NavItem | None:
    """During an accompaniment one finishes, where one's account would be."""
    return NavItem(_("Finish"), reverse("assisted:finish")) if presence.of(request) else None


def _no_staff(request: HttpRequest, user: User) -> HttpResponse | None:
    """Accounts of the staff are not opened on a screen where people are helped."""
    now = presence.of(request)
    if now is None or not user.is_staff:
        return None
    return render(request, "assisted/closed.html", {"presence": now, "of_staff": True}, status=403)


def _open_for(line: RollLine) -> NavItem:
    return NavItem(_("Help this person to take part"), reverse("assisted_staff:open_for", args=[line.pk]))
