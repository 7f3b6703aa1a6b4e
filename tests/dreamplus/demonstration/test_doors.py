from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client
from django.urls import reverse

from dreamplus.demonstration.content.staff import RESET_REQUEST
from dreamplus.demonstration.mailbox import letters

PAGES = ["demonstration:mailbox", "demonstration:reset", "demonstration:resetting"]


@pytest.fixture
def demonstration(settings: Any, tmp_path: Path) -> Path:
    settings.DREAM_DEMONSTRATION = True
    settings.DREAM_DATA = tmp_path
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    (tmp_path / "mail").mkdir()
    return tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_shown_on_this_machine_in_a_demonstration(client: Client, demonstration: Path, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.4", "2001:db8::1", "", "localhost"])
def test_hidden_from_any_other_machine(client: Client, demonstration: Path, name: str, address: str) -> None:
    assert client.get(reverse(name), REMOTE_ADDR=address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_absent_outside_a_demonstration(client: Client, settings: Any, name: str) -> None:
    settings.DREAM_DEMONSTRATION = False
    assert client.get(reverse(name)).status_code == 404


def test_letters_are_read_back_newest_first(tmp_path: Path) -> None:
    for number, subject in enumerate(["Votre code", "Accusé de réception n° 7"]):
        backend = EmailBackend(file_path=str(tmp_path))
        backend.send_messages([EmailMessage(subject, f"Bonjour, {number}.\nÀ bientôt", "a@b.fr", ["rose@c.fr"])])
    found = letters(tmp_path)
    assert {(letter.to, letter.subject, letter.text) for letter in found} == {
        ("rose@c.fr", "Votre code", "Bonjour, 0.\nÀ bientôt"),
        ("rose@c.fr", "Accusé de réception n° 7", "Bonjour, 1.\nÀ bientôt"),
    }
    assert found == sorted(found, key=lambda letter: letter.at, reverse=True)


@pytest.mark.django_db
def test_beginning_again_is_asked_for_by_a_post(client: Client, demonstration: Path) -> None:
    client.get(reverse("demonstration:reset"))
    assert not (demonstration / RESET_REQUEST).exists()
    assert client.post(reverse("demonstration:reset")).status_code == 302
    assert (demonstration / RESET_REQUEST).exists()
