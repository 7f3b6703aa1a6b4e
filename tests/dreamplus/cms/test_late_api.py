"""The API of Wagtail's screens waits for its first request, then answers as Wagtail means it to."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from dreamplus.cms.late_api import LATE, LateViews
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

STARTED = """
import django, sys
django.setup()
from django.template import engines
from django.urls import get_resolver
engines["django"]
get_resolver().reverse_dict
late = ("rest_framework.views", "django_comments_xtd.api.views", "pillow_heif._lib_info", "segno", "gmpy2")
print(*(name for name in late if name in sys.modules))
"""


def test_an_idle_house_has_not_loaded_what_nobody_asked_for() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "dreamplus.conf.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("module", sorted(LATE))
def test_the_addresses_are_those_of_the_real_views(module: str) -> None:
    late = LateViews(module)
    assert _told(late.get_urlpatterns()) == _told(late.real().get_urlpatterns())


def _told(patterns: list[URLPattern]) -> list[tuple[str, str | None]]:
    return [(str(pattern.pattern), pattern.name) for pattern in patterns]


@pytest.mark.django_db
def test_an_agent_reads_it_and_others_do_not(client: Client) -> None:
    address = reverse("wagtailadmin_api:pages:listing")
    assert client.get(address).status_code == 302
    sign_in(client, make_person())
    assert client.get(address).status_code == 403
    sign_in(client, make_person(Role.AGENT))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.json()["meta"] == {"total_count": 0}
