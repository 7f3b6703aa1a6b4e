"""What stands in the header and in the footer; filled from above, in `AppConfig.ready()` of whoever keeps the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class NavItem:
    """A link of a menu; `current` marks the page or the section being read."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Footer:
    """Foot of every page. `accessibility` is the mention the law wants ("Accessibilité : non conforme")."""

    links: Sequence[NavItem] = ()
    address: str = ""
    accessibility: str = ""
    accessibility_href: str = ""


@dataclass(frozen=True)
class Language:
    """The same page in another language."""

    code: str
    label: str
    href: str
    current: bool = False


@dataclass
class _Providers:
    main: Callable[[HttpRequest], Sequence[NavItem]] = field(default=lambda _request: ())
    footer: Callable[[HttpRequest], Footer] = field(default=lambda _request: Footer())
    account: Callable[[HttpRequest], NavItem] | None = None
    languages: Callable[[], Sequence[str]] = field(default=lambda: [code for code, _name in settings.LANGUAGES])


_providers = _Providers()


def set_provider(provider: Callable[[HttpRequest], Sequence[NavItem]]) -> None:
    """Who gives the main menu. It shows what it is given: a link to nowhere is the provider's fault."""
    _providers.main = provider


def set_footer_provider(provider: Callable[[HttpRequest], Footer]) -> None:
    """Who gives the foot of the page."""
    _providers.footer = provider


def set_account_provider(provider: Callable[[HttpRequest], NavItem]) -> None:
    """Who gives the link to one's account; without one, sign-in or the account's address."""
    _providers.account = provider


def set_languages_provider(provider: Callable[[], Sequence[str]]) -> None:
    """Who knows the languages this site is written in; without one, those of the settings."""
    _providers.languages = provider


def main(request: HttpRequest) -> Sequence[NavItem]:
    return _providers.main(request)


def footer(request: HttpRequest) -> Footer:
    return _providers.footer(request)


def home(request: HttpRequest) -> str:
    """The first page in the language being read."""
    return translate_url("/", get_language() or settings.LANGUAGE_CODE)


def account(request: HttpRequest) -> NavItem:
    if _providers.account is not None:
        return _providers.account(request)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return NavItem(_("My account"), reverse("account_email"))
    return NavItem(_("Sign in"), reverse("account_login"))


def languages(request: HttpRequest) -> list[Language]:
    """The addresses of this page in the languages of the site; empty when the address knows only one.

    Pages of the tree are other rows in other languages: their view gives `translations` itself.
    """
    match = request.resolver_match
    if match is None or match.view_name == "wagtail_serve":
        return []
    here = get_language()
    found = []
    for code in _providers.languages():
        href = translate_url(request.get_full_path(), code)
        if code == here or href != request.get_full_path():
            found.append(Language(code, get_language_info(code)["name_local"].capitalize(), href, code == here))
    return found if len(found) > 1 else []
