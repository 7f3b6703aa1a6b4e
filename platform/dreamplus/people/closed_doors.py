"""Libraries' own sign-in pages, which ask for a password alone: each leads to ours instead. Mounted before theirs."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, re_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # changes nothing, whatever is posted to it
def to_sign_in(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Leads to the sign-in page and from there, when it is an address of this site, to `next`."""
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(reverse("account_login") + (f"?{urlencode({'next': target})}" if safe else ""))


@csrf_exempt  # changes nothing, whatever is posted to it
def to_new_password(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Leads to the page where a password is replaced."""
    return HttpResponseRedirect(reverse("account_reset_password"))


@csrf_exempt  # changes nothing, whatever is posted to it
def to_sign_out(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Leads to the page that closes the session."""
    return HttpResponseRedirect(reverse("account_logout"))


staff = [
    path("login/", to_sign_in),
    path("logout/", to_sign_out),
    re_path(r"^password_reset/.*$", to_new_password),
]
public = [path("login/", to_sign_in)]
