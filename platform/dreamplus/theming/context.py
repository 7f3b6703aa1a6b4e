"""The one context processor of the face: nothing is asked of the database until a template reads it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.http import HttpRequest

from dreamplus.theming import banners
from dreamplus.theming import brand as brands
from dreamplus.theming import navigation as menus


class Face:
    """Brand, menus and languages of the page being drawn; each is looked up once, when read."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def brand(self) -> brands.Brand:
        return brands.current(self._request)

    @cached_property
    def navigation(self) -> Sequence[menus.NavItem]:
        return menus.main(self._request)

    @cached_property
    def home(self) -> str:
        return menus.home(self._request)

    @cached_property
    def footer(self) -> menus.Footer:
        return menus.footer(self._request)

    @cached_property
    def account(self) -> menus.NavItem:
        return menus.account(self._request)

    @cached_property
    def banners(self) -> list[banners.Banner]:
        return banners.shown(self._request)

    @cached_property
    def languages(self) -> list[menus.Language]:
        return menus.languages(self._request)


def face(request: HttpRequest) -> dict[str, Face]:
    """Context processor: `face.brand`, `face.home`, `face.navigation` and the rest of `Face`."""
    return {"face": Face(request)}
