"""The secret vote of the demonstration, and browsers that keep what a person keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from dreamplus.cli.clone.sites import Site
from tests.browser import WIDE
from tests.e2e.booth import last_word

FIND = "from polls.secret.models import SecretVote; print(SecretVote.objects.order_by('pk').first().activity.uuid)"


@pytest.fixture(scope="session")
def commune(demonstration: dict[str, Site]) -> Site:
    return demonstration["commune"]


@pytest.fixture(scope="session")
def vote(commune: Site) -> str:
    """The address of the secret vote of the demonstration, without its origin."""
    return f"/vote/{last_word(commune, FIND)}/"


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        told = {"locale": "fr-FR", "viewport": WIDE, "accept_downloads": True, "reduced_motion": "reduce", **options}
        made.append(chromium.new_context(**told))
        return made[-1]

    yield make
    for context in made:
        context.close()
