"""The pages: who opens which, what they say, what they leave in the access log."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dreamplus.cms.services import found_site
from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all
from dreamplus.people.roles import Permission, Role, any_allows
from dreamplus.people.rolls import secrets, services
from dreamplus.people.rolls.enums import CodeKind
from dreamplus.people.rolls.models import Roll, RollCode, RollLine
from dreamplus.people.testing import make_person, sign_in
from tests.dreamplus.people.rolls.conftest import AT, HEADER, PEOPLE, as_csv, filled, make_roll, stage
from tests.once import once

pytestmark = pytest.mark.django_db
CLAIM = "/compte/code/"
MANAGED = ("rolls", "create", "template", "roll", "upload", "faults", "confirm", "cancel", "letters", "freeze", "erase",
           "letters_download", "letters_cancel")  # fmt: skip
COUNTER = ("counter", "search", "line", "code", "vouch", "release")


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    once("rolls", lambda: found_site(name="Wattrelin"))


@pytest.fixture
def agent(client: Client) -> Client:
    return sign_in(client, make_person(Role.AGENT))


def words(answer: Any) -> str:
    return re.sub("[\u00a0\u202f]", " ", unescape(answer.content.decode()))


def address(name: str) -> str:
    arguments = {"line": [1], "code": [1], "vouch": [1], "release": [1]}.get(name)
    if name in ("rolls", "create", "template", "counter"):
        arguments = []
    return reverse(f"rolls_staff:{name}", args=[uuid4()] if arguments is None else arguments)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_opens_which_page(client: Client, role: Role, method: str) -> None:
    sign_in(client, make_person(role))
    opened = {name: getattr(client, method)(address(name)).status_code != 403 for name in (*MANAGED, *COUNTER)}
    refused_method = {name for name in opened if getattr(client, method)(address(name)).status_code == 405}
    manages, counts = any_allows([role], Permission.MANAGE_ROLLS), any_allows([role], Permission.VOUCH)
    expected = dict.fromkeys(MANAGED, manages) | dict.fromkeys(COUNTER, counts)
    assert {name: opened[name] for name in opened if name not in refused_method} == {
        name: expected[name] for name in opened if name not in refused_method
    }


def test_from_an_empty_list_to_confirmed_lines(agent: Client, at: Any) -> None:
    typed = {
        "name": "Habitants",
        "purpose": "Donner son avis.",
        "erase_on": "2027-03-01",
        "forget_addresses": "on",
    }
    page = agent.post(reverse("rolls_staff:create"), typed, follow=True)
    assert "Envoyer le fichier" in words(page)
    roll = Roll.objects.get()
    assert (roll.created_by_role, roll.created_at) == ("agent", AT)
    upload = reverse("rolls_staff:upload", args=[roll.uuid])
    page = agent.post(
        upload, {"file": SimpleUploadedFile("faux.csv", as_csv([HEADER, ["=1", *PEOPLE[0][1:]]]))}, follow=True
    )
    assert "Il attend son tour" in words(page)
    run_all(AT)
    page = agent.get(page.request["PATH_INFO"])
    assert "« faux.csv » est refusé : rien n’en a été gardé" in words(page)
    assert "Ligne 2" in words(page)
    agent.post(upload, {"file": SimpleUploadedFile("liste.csv", as_csv([HEADER, *PEOPLE]))})
    run_all(AT)
    page = agent.get(reverse("rolls_staff:roll", args=[roll.uuid]))
    assert "Le fichier a été lu jusqu’au bout, et tout est en ordre" in words(page)
    assert "Zoé Dupont" in words(page)
    batch = roll.imports.get(state="ready")
    page = agent.post(reverse("rolls_staff:confirm", args=[batch.uuid]), follow=True)
    assert "personnes sur la liste" in words(page)
    assert "Zoé Dupont" not in words(page)
    assert set(AccessLog.objects.filter(purpose__startswith="rolls.").values_list("purpose", flat=True)) == {
        "rolls.read.faults", "rolls.read.lines",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ({"erase_on": "2026-11-26"}, "doit être à venir"),
        ({"erase_on": "2036-11-26"}, "Cinq ans au plus"),
        ({"name": ""}, "Ce champ est obligatoire"),
    ],
)
def test_a_list_typed_wrong_keeps_what_was_typed(agent: Client, at: Any, typed: dict[str, str], part: str) -> None:
    good = {"name": "Habitants", "purpose": "Donner son avis.", "erase_on": "2027-03-01"}
    answer = agent.post(reverse("rolls_staff:create"), good | typed)
    assert part in words(answer)
    assert "Donner son avis." in words(answer)
    assert not Roll.objects.exists()


def test_no_file_is_told(agent: Client, roll: Roll) -> None:
    answer = agent.post(reverse("rolls_staff:upload", args=[roll.uuid]), {})
    assert "Une chose est à corriger" in words(answer)


def test_the_counter_finds_a_name_shows_a_code_once_and_notes_each_reading(client: Client, used: Roll) -> None:
    animator = make_person(Role.ANIMATOR)
    sign_in(client, animator)
    assert "Habitants" in words(client.get(reverse("rolls_staff:counter")))
    found = client.post(reverse("rolls_staff:search", args=[used.uuid]), {"q": "zoe dupont"})
    line = used.lines.get(number=1)
    assert "Zoé Dupont" in words(found)
    assert "3 rue du Marché" not in words(found)
    assert "Zoé Dupont" in words(client.get(reverse("rolls_staff:line", args=[line.pk])))
    refused = client.post(reverse("rolls_staff:code", args=[line.pk]), {})
    assert "Regardez d’abord une pièce, puis cochez cette case." in words(refused)
    shown = client.post(reverse("rolls_staff:code", args=[line.pk]), {"document_seen": "on"})
    code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", words(shown)).group()
    assert "no-store" in shown["Cache-Control"]
    assert services.claim_line(user=make_person(), code=code, at=AT) == line
    noted = AccessLog.objects.filter(actor_id=str(animator.pk)).values_list("purpose", "subject")
    assert list(noted.order_by("pk")) == [
        ("rolls.read.lines", f"rolls.Roll:{used.uuid}"),
        *[("rolls.read.line", f"rolls.RollLine:{line.pk}")] * 3,
        ("rolls.document_seen", f"rolls.RollLine:{line.pk}"),
    ]


def test_the_counter_notes_an_account(client: Client, used: Roll) -> None:
    sign_in(client, make_person(Role.AGENT))
    line, zoe = used.lines.get(number=1), make_person(email="zoe@exemple.fr")
    vouch = reverse("rolls_staff:vouch", args=[line.pk])
    answer = client.post(vouch, {"document_seen": "on", "email": "personne@exemple.fr"})
    assert "Personne n’a de compte avec cette adresse" in words(answer)
    assert "personne@exemple.fr" in words(answer)
    client.post(vouch, {"document_seen": "on", "email": "Zoe@exemple.fr"})
    line.refresh_from_db()
    assert line.user == zoe
    assert "Cette ligne a servi" in words(client.get(reverse("rolls_staff:line", args=[line.pk])))
    client.post(reverse("rolls_staff:release", args=[line.pk]), {"release-document_seen": "on"})
    line.refresh_from_db()
    assert line.user is None


@pytest.mark.parametrize("name", ["line", "code", "vouch", "release"])
def test_lines_of_a_list_not_in_use_are_not_there(agent: Client, roll: Roll, name: str) -> None:
    stage(roll, as_csv([HEADER, *PEOPLE]))
    line = RollLine.objects.first()
    method = agent.get if name == "line" else agent.post
    assert method(reverse(f"rolls_staff:{name}", args=[line.pk])).status_code == 404
    assert agent.get(reverse("rolls_staff:search", args=[roll.uuid])).status_code == 404


def letter_code(line: RollLine) -> str:
    code = secrets.new_code()
    RollCode.objects.create(line=line, kind=CodeKind.LETTER, digest=secrets.digest(code))
    return code


def test_a_resident_types_a_code(client: Client, used: Roll) -> None:
    zoe = make_person()
    sign_in(client, zoe)
    wrong = client.post(CLAIM, {"code": "7KQ2-M9DX-4TRP-8ZC4"})
    assert "Un caractère de ce code est faux" in words(wrong)
    assert 'value="7KQ2-M9DX-4TRP-8ZC4"' in words(wrong)
    right = client.post(CLAIM, {"code": letter_code(used.lines.get(number=1))}, follow=True)
    assert "Vous figurez sur la liste « Habitants », au nom de Zoé Dupont." in words(right)


def test_a_code_typed_before_signing_in_waits_as_a_digest(client: Client, used: Roll) -> None:
    code = letter_code(used.lines.get(number=1))
    answer = client.post(CLAIM, {"code": code})
    assert answer["Location"] == "/compte/login/?next=%2Fcompte%2Fcode%2F"
    assert code not in str(dict(client.session.items()))
    zoe = make_person()
    client.force_login(zoe)
    assert "Votre code vous attend" in words(client.get(CLAIM))
    assert used.lines.get(number=1).user is None
    client.post(CLAIM, {"waiting": "1"})
    assert used.lines.get(number=1).user == zoe
    assert "Votre code vous attend" not in words(client.get(CLAIM))


def test_a_confirmed_address_is_offered_and_only_one_of_ones_own(client: Client, at: Any) -> None:
    roll = filled(make_roll(by_email=True))
    sign_in(client, make_person(email="zoe@exemple.fr"))
    assert "Votre adresse e-mail est sur une liste" in words(client.get(CLAIM))
    client.post(CLAIM, {"line": str(roll.lines.get(number=2).pk)})
    assert not roll.lines.filter(user__isnull=False).exists()
    client.post(CLAIM, {"line": str(roll.lines.get(number=1).pk)})
    assert roll.lines.filter(user__isnull=False).count() == 1


def test_erasing_asks_first(agent: Client, used: Roll) -> None:
    erase = reverse("rolls_staff:erase", args=[used.uuid])
    assert "Effacer la liste pour de bon" in words(agent.get(erase))
    assert RollLine.objects.exists()
    agent.post(erase)
    run_all(AT)
    assert not RollLine.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_whatever_their_number(
    client: Client, at: Any, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _number in range(number):
        filled(make_roll())
    sign_in(client, make_person(Role.AGENT))
    client.get(reverse("rolls_staff:rolls"))
    with django_assert_num_queries(5):  # session, person, roles, count, page
        client.get(reverse("rolls_staff:rolls"))
    client.get(reverse("rolls_staff:counter"))
    with django_assert_num_queries(4):  # session, person, roles, lists
        client.get(reverse("rolls_staff:counter"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_costs_the_same_whatever_it_finds(
    client: Client, at: Any, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    roll = filled(make_roll(), [[f"Nom {'abc'[n]}", "", "", "", "", "", ""] for n in range(number)])
    sign_in(client, make_person(Role.AGENT))
    search = reverse("rolls_staff:search", args=[roll.uuid])
    client.post(search, {"q": "nom"})
    with django_assert_num_queries(8):  # session, person, roles, list, count, lines, quarters, access noted
        client.post(search, {"q": "nom"})
