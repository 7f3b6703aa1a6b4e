"""The parts of the site for which a role may be given, told by the applications that keep pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Part:
    """A page and what stands below it, in every language. `key`: its translation key."""

    key: UUID
    name: str


_providers: list[Callable[[], list[Part]]] = []


def register(provider: Callable[[], list[Part]]) -> None:
    """Adds parts, in `AppConfig.ready()`."""
    if provider not in _providers:
        _providers.append(provider)


def known() -> list[Part]:
    """Every part, in the order of their applications."""
    return [part for provider in _providers for part in provider()]
