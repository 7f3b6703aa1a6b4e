from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.testing import make_person

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """The data folder of this test."""
    settings.DREAM_DATA = tmp_path
    settings.DREAM_PRIVATE_MEDIA = tmp_path / "private"
    return tmp_path


@pytest.fixture(autouse=True)
def noon() -> Iterator[datetime]:
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def marie(db: None) -> User:
    return make_person(email="marie@exemple.fr", display_name="Marie")
