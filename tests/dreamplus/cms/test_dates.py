"""Dates of the page editor: the browser's own fields, hours of the site's time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from dreamplus.cms.pages import HomePage, InformationPage
from dreamplus.cms.testing import make_news, publish
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from tests.dreamplus.cms.test_staff import page_data

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def field(text: str, name: str) -> str:
    """The input of that name."""
    return re.search(rf'<input[^>]*name="{name}"[^>]*>', text).group(0)  # type: ignore[union-attr]  # fails the test


def test_a_day_is_shown_as_the_browser_reads_it(home: HomePage, client: Client) -> None:
    news = make_news(home, 1)[0]
    sign_in(client, make_person(Role.AGENT))
    shown = field(client.get(reverse("wagtailadmin_pages:edit", args=[news.pk])).text, "published_on")
    assert 'type="date"' in shown
    assert f'value="{news.published_on:%Y-%m-%d}"' in shown


def test_an_hour_is_the_one_of_the_town_hall_there_and_back(home: HomePage, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    address = reverse("wagtailadmin_pages:add", args=["cms", "informationpage", home.pk])
    dates = {"go_live_at": "2030-12-06T20:00", "expire_at": "2031-07-06T08:30", "action-publish": "1"}
    assert client.post(address, page_data(home, **dates)).status_code == 302
    page = InformationPage.objects.get()
    assert page.go_live_at == datetime(2030, 12, 6, 19, 0, tzinfo=UTC)
    assert page.expire_at == datetime(2031, 7, 6, 6, 30, tzinfo=UTC)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert 'type="datetime-local"' in field(edit, "go_live_at")
    assert [re.search(r'value="([^"]*)"', field(edit, name)).group(1) for name in ("go_live_at", "expire_at")] == [  # type: ignore[union-attr]
        "2030-12-06T20:00",
        "2031-07-06T08:30",
    ]


def test_nobody_is_offered_another_time_zone(home: Page, client: Client) -> None:
    publish(home, InformationPage(title="Horaires"))
    sign_in(client, make_person(Role.AGENT))
    assert "current_time_zone" not in client.get(reverse("wagtailadmin_account")).text
