"""What stands above every page while something lasts; whoever knows of it registers, in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Banner:
    """`template` is drawn under the header, `head_template` (if any) in the head; both read `told` as `banner`."""

    template: str
    head_template: str
    told: dict[str, Any]


_providers: list[Callable[[HttpRequest], Banner | None]] = []


def register(provider: Callable[[HttpRequest], Banner | None]) -> None:
    """Adds a provider; it answers None on most pages, and asks nothing of the database then."""
    if provider not in _providers:
        _providers.append(provider)


def shown(request: HttpRequest) -> list[Banner]:
    return [banner for provider in _providers if (banner := provider(request)) is not None]
