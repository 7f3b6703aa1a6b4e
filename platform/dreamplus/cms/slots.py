"""Places in a page that applications standing above fill: comments under an article, the open vote on the home page.

A renderer is called with the request and the page, and answers markup already escaped (a template's output), or None
when it has nothing to show there. Others differ: `menu.links` and `footer.links` collect `theming.navigation.NavItem`s,
`territory.after` is given the commune in the place of the page, and `organisation.contributions` the organisation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from dreamplus.theming.navigation import NavItem

SLOTS = (
    *("home.lead", "home.after", "page.after_body", "territory.after", "organisation.contributions"),
    *("menu.links", "footer.links"),
)
Renderer = Callable[[HttpRequest, Any], SafeString | str | NavItem | None]

_renderers: dict[str, list[tuple[int, Renderer]]] = {slot: [] for slot in SLOTS}


class UnknownSlot(LookupError):
    """No page draws this slot; the message lists those that exist."""


def _of(slot: str) -> list[tuple[int, Renderer]]:
    if slot not in _renderers:
        raise UnknownSlot(f"{slot!r} is drawn nowhere; slots are {', '.join(SLOTS)}")
    return _renderers[slot]


def register(slot: str, render: Renderer, order: int = 0) -> None:
    """Adds `render` to `slot`, called from `AppConfig.ready()`. Raises `UnknownSlot`."""
    renderers = _of(slot)
    if (order, render) not in renderers:
        renderers.append((order, render))
        renderers.sort(key=lambda pair: pair[0])


def unregister(slot: str, render: Renderer) -> None:
    """Takes `render` away again; for tests."""
    _renderers[slot] = [pair for pair in _of(slot) if pair[1] is not render]


def collected(slot: str, request: HttpRequest, page: Any = None) -> list[Any]:
    """What every renderer of `slot` answers for `page`, in order, without the silent ones."""
    parts = (render(request, page) for _order, render in _of(slot))
    return [part for part in parts if part]
