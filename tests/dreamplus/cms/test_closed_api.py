"""Wagtail's API v3 is neither mounted nor loaded; a new Wagtail that loads it another way is noticed here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import wagtail
from django.urls import NoReverseMatch, reverse

from dreamplus.cms.closed_api import STAND_INS

WAGTAIL = Path(wagtail.__file__).parent
STARTED = """
import django, sys
from django.conf import settings
settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, {more}]
django.setup()
import dreamplus.conf.wsgi, dreamplus.conf.asgi
print(*(name for name in ("ninja", "redis", "channels_redis") if name in sys.modules), end=";")
print(getattr(sys.modules["wagtail.api.v3.api"], "__file__", "nothing"))
"""


def started(more: str = "") -> list[str]:
    """What a new process says once the applications are ready: libraries it loaded, file of the API."""
    done = subprocess.run(
        [sys.executable, "-c", STARTED.format(more=more)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "dreamplus.conf.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().split(";")


def test_neither_the_api_nor_the_client_of_redis_is_loaded() -> None:
    assert started() == ["", "nothing"]


def test_who_asks_for_the_api_gets_it() -> None:
    libraries, file = started(more='"wagtail.api.v3"')
    assert libraries == "ninja"
    assert Path(file) == WAGTAIL / "api" / "v3" / "api.py"


def test_the_api_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi-v3:openapi-json")


def test_what_stands_in_is_what_wagtail_imports() -> None:
    found: dict[str, set[str]] = {}
    for file in WAGTAIL.rglob("apps.py"):
        package = ".".join(["wagtail", *file.parent.relative_to(WAGTAIL).parts])
        for module, name in re.findall(r"from (\S*api\.v3\S*) import (\w+)", file.read_text()):
            found.setdefault(f"{package}{module}" if module.startswith(".") else module, set()).add(name)
    assert found == {module: set(names) for module, names in STAND_INS.items()}
