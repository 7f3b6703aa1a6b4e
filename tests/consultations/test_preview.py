"""A consultation in draft is shown by a link and its password, to nobody else, and nothing can be done there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations.pages import ProcessPage
from consultations.previews import PreviewLink
from consultations.services.opening import open_process
from consultations.services.preview import LASTS, make_link
from consultations.tasks import forget_links
from dreamplus.core import clock
from dreamplus.core.models import AccessLog
from dreamplus.people.models import User
from dreamplus.people.testing import sign_in

from .conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


@pytest.fixture
def draft(make_process: Callable[..., ProcessPage]) -> ProcessPage:
    return make_process(opened=False)


def at(secret: str) -> str:
    return reverse("consultations_staff:preview", args=[secret])


def test_the_password_opens_the_page_and_nothing_else_does(client: Client, draft: ProcessPage, agent: User) -> None:
    secret, password = make_link(process=draft, by=agent, at=NOON)
    before = client.get(at(secret))
    assert (before.status_code, "La place du marché" in before.content.decode()) == (200, False)
    for wrong in ("", "0000 0000", password[:-1], "x" * 20):
        answer = client.post(at(secret), {"password": wrong})
        assert (answer.status_code, "Depuis 1974" in answer.content.decode()) == (422, False)
    assert client.post(at(secret), {"password": password.replace(" ", "")}).status_code == 302
    page = client.get(at(secret))
    assert "Depuis 1974" in page.content.decode()
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert "ecrire" not in page.content.decode(), "nothing can be done there"
    assert "Depuis 1974" not in Client().get(at(secret)).content.decode()
    assert secret not in str(PreviewLink.objects.values().get())
    assert AccessLog.objects.filter(purpose="consultations.preview").count() == 1


def test_ten_tries_an_hour(client: Client, draft: ProcessPage, agent: User) -> None:
    secret, password = make_link(process=draft, by=agent, at=NOON)
    for _time in range(10):
        client.post(at(secret), {"password": "0000 0001"})
    answer = client.post(at(secret), {"password": password})
    assert (answer.status_code, "dans une heure" in answer.content.decode()) == (422, True)
    with clock.frozen(NOON + timedelta(hours=2)):
        assert client.post(at(secret), {"password": password}).status_code == 302


def test_it_ends_with_its_days_with_another_link_and_with_the_opening(
    client: Client, draft: ProcessPage, agent: User
) -> None:
    first, password = make_link(process=draft, by=agent, at=NOON)
    client.post(at(first), {"password": password})
    with clock.frozen(NOON + LASTS):
        assert client.get(at(first)).status_code == 404
    second, _password = make_link(process=draft, by=agent, at=NOON)
    assert client.get(at(first)).status_code == 404, "the one before"
    assert client.get(at(second)).status_code == 200
    open_process(process=draft, by=agent, at=NOON)
    assert client.get(at(second)).status_code == 404
    forget_links(at=NOON)
    assert not PreviewLink.objects.exists()


def test_an_agent_makes_it_reads_it_once_and_ends_it(client: Client, draft: ProcessPage, agent: User) -> None:
    sign_in(client, agent, second_factor=True)
    prepare = reverse("consultations_staff:prepare", args=[draft.pk])
    assert "Faire un lien" in client.get(prepare).content.decode()
    told = client.post(reverse("consultations_staff:share", args=[draft.pk])).content.decode()
    assert "/apercu/" in told
    again = client.get(prepare).content.decode()
    assert ("/apercu/" in again, "Ne plus la montrer" in again) == (False, True)
    client.post(reverse("consultations_staff:unshare", args=[draft.pk]))
    assert not PreviewLink.objects.exists()
