"""The link to one's account, in the head of every page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dreamplus.people import hooks
from dreamplus.theming.navigation import NavItem


def account_link(request: HttpRequest) -> NavItem:
    """One's own pages, or the sign-in page that leads back here."""
    for instead in hooks.instead_of_account:
        if (item := instead(request)) is not None:
            return item
    here = request.path
    home, sign_in = reverse("people:home"), reverse("account_login")
    if request.user.is_authenticated:
        notes = [words for note in hooks.account_notes if (words := note(request.user))]
        return NavItem(" · ".join([_("My account"), *notes]), home, here.startswith(home))
    back = (
        "" if here.startswith(home) or request.method != "GET" else f"?{urlencode({'next': request.get_full_path()})}"
    )
    return NavItem(_("Sign in"), f"{sign_in}{back}", here == sign_in)
