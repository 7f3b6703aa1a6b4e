"""No page of the accounts library is shown in its own dress."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.template.loader import get_template
from django.test import Client

from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

OURS = Path(apps.get_app_config("people").path) / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
INSTALLED = ("account", "mfa", "usersessions", "allauth")


def library_templates() -> list[str]:
    names = (str(path.relative_to(THEIRS)) for path in THEIRS.rglob("*") if path.is_file())
    return sorted(name for name in names if name.split("/")[0] in INSTALLED)


def test_there_are_templates_to_look_at() -> None:
    assert len(library_templates()) > 100


@pytest.mark.parametrize("name", library_templates())
def test_a_template_of_the_library_is_replaced_by_ours(name: str) -> None:
    assert Path(get_template(name).origin.name).is_relative_to(OURS)  # type: ignore[attr-defined]  # Django's backend


@pytest.mark.parametrize("path", sorted(OURS.rglob("*.html")), ids=lambda path: str(path.relative_to(OURS)))
def test_no_style_and_no_script_inside_a_page(path: Path) -> None:
    words = path.read_text()
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=|\|safe\b", words)


PAGES_OF_VISITORS = [
    "/compte/login/",
    "/compte/login/?password=1",
    "/compte/login/code/confirm/",
    "/compte/signup/passkey/",
    "/compte/password/reset/",
    "/compte/password/reset/done/",
    "/compte/inactive/",
    "/compte/supprime/",
]
PAGES_OF_PEOPLE = [
    "/compte/",
    "/compte/profil/",
    "/compte/email/",
    "/compte/password/set/",
    "/compte/sessions/",
    "/compte/supprimer/",
    "/compte/logout/",
    "/compte/second-facteur/",
    "/compte/2fa/",
    "/compte/2fa/totp/activate/",
    "/compte/2fa/webauthn/",
    "/compte/2fa/webauthn/add/",
]
PAGES_OF_STAFF = [
    "/compte/",
    "/compte/2fa/",
    "/compte/2fa/reauthenticate/",
    "/compte/2fa/recovery-codes/",
    "/compte/2fa/totp/deactivate/",
    "/compte/2fa/recovery-codes/generate/",
    "/compte/supprimer/",
]


def _is_whole(page: str, language: str) -> None:
    assert f'<html lang="{language}">' in page
    assert len(re.findall(r"<h1[\s>]", page)) == 1
    assert re.search(r"<title>\s*\S+.* · ", page)
    assert 'id="contenu"' in page
    assert not re.search(r"\sstyle=|<style|\son(click|load)=", page)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', page)
    assert set(fields) <= labelled
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en", "nl"])
@pytest.mark.parametrize("address", PAGES_OF_VISITORS)
def test_a_visitors_page_is_whole_in_each_language(client: Client, address: str, language: str) -> None:
    prefix = "" if language == "fr" else f"/{language}"
    answer = client.get(prefix + address)
    assert answer.status_code == 200
    _is_whole(answer.content.decode(), language)


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES_OF_PEOPLE)
def test_a_persons_page_is_whole(client: Client, address: str) -> None:
    sign_in(client, make_person())
    answer = client.get(address)
    assert answer.status_code == 200
    _is_whole(answer.content.decode(), "fr")


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES_OF_STAFF)
def test_a_page_of_staff_is_whole(client: Client, address: str) -> None:
    user = make_person(Role.ADMINISTRATOR)
    RecoveryCodes.activate(user)
    sign_in(client, user)
    session = client.session
    session["account_authentication_methods"][0]["reauthenticated"] = True
    session.save()
    answer = client.get(address)
    assert answer.status_code == 200
    _is_whole(answer.content.decode(), "fr")
    assert Authenticator.objects.filter(user=user).count() == 2
