"""A copy of one's data: for its owner alone, once, for a day."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.core.tasks.testing import run_all, run_periodic
from dreamplus.people.models import User
from dreamplus.people.rights import files
from dreamplus.people.rights.models import Export, ExportState
from dreamplus.people.rights.services.exporting import ExportRefused, ask_export
from dreamplus.people.same_person import SIGNED_IN_SESSION_KEY
from dreamplus.people.testing import make_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
DAY = timedelta(days=1)


@pytest.fixture
def ready(marie: User, noon: datetime) -> Export:
    asked = ask_export(person=marie, language="fr", at=noon)
    run_all(noon)
    return Export.objects.get(pk=asked.pk)


def take(client: Client, export: Export) -> int:
    return client.post(reverse("rights:take", args=[export.uuid])).status_code


def left_open(client: Client, person: User) -> None:
    """Signed in an hour ago, by a code."""
    client.force_login(person)
    session = client.session
    session[SIGNED_IN_SESSION_KEY] = time.time() - 3600
    session.save()


def content(answer: object) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]  # a file


def test_who_takes_the_file(client: Client, ready: Export, marie: User) -> None:
    """Visitor, somebody else, owner, owner again."""
    assert client.post(reverse("rights:take", args=[ready.uuid]))["Location"].startswith("/compte/login/")
    assert take(sign_in(Client(), make_person()), ready) == 404
    owner = sign_in(client, marie)
    assert take(owner, ready) == 200
    assert files.held() == set()
    assert take(owner, ready) == 410


def test_after_a_day_it_is_gone(client: Client, ready: Export, marie: User, noon: datetime) -> None:
    owner = sign_in(client, marie)
    with clock.frozen(noon + DAY):
        assert take(owner, ready) == 410
        assert "Préparer ma copie" in owner.get(reverse("rights:mine")).content.decode()
    run_periodic("hour", at=noon + DAY)
    assert files.held() == set()
    assert Export.objects.get().state == ExportState.ENDED


def test_reading_the_page_takes_nothing(client: Client, ready: Export, marie: User) -> None:
    """Mail scanners and browsers follow links by themselves."""
    assert sign_in(client, marie).get(reverse("rights:take", args=[ready.uuid])).status_code == 405
    assert files.held() == {ready.uuid}


def test_the_file_reads_well_and_holds_no_script_and_no_secret(client: Client, ready: Export, marie: User) -> None:
    archive = content(sign_in(client, marie).post(reverse("rights:take", args=[ready.uuid])))
    page = archive.read("mes-donnees.html").decode()
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert "Marie" in page
    assert "marie@exemple.fr" in page
    assert not re.search(r"<script|<style|\son\w+=|\sstyle=|https?://", page)
    assert len(re.findall(r"<h1", page)) == 1
    assert json.loads(archive.read("json/people.User.json"))[0]["email"] == "marie@exemple.fr"
    assert archive.testzip() is None


def test_what_a_person_wrote_is_told_as_it_is_and_never_as_markup(client: Client, noon: datetime) -> None:
    person = make_person(display_name="<script>alert(1)</script>")
    ask_export(person=person, language="nl", at=noon)
    run_all(noon)
    archive = content(sign_in(client, person).post(reverse("rights:take", args=[Export.objects.get().uuid])))
    page = archive.read("mes-donnees.html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert '<html lang="nl">' in page


def test_the_e_mail_opens_nothing_by_itself(ready: Export) -> None:
    letter = mail.outbox[-1]
    assert letter.to == ["marie@exemple.fr"]
    assert str(ready.uuid) not in letter.body
    assert letter.attachments == []
    assert "/compte/mes-donnees/" in letter.body


def test_one_at_a_time_and_three_a_day(marie: User, noon: datetime) -> None:
    ask_export(person=marie, language="fr", at=noon)
    with pytest.raises(ExportRefused, match="déjà en préparation"):
        ask_export(person=marie, language="fr", at=noon)
    for _time in range(2):
        run_all(noon)
        ask_export(person=marie, language="fr", at=noon)
    run_all(noon)
    with pytest.raises(ExportRefused, match="trois copies"):
        ask_export(person=marie, language="fr", at=noon + DAY - timedelta(seconds=1))
    ask_export(person=marie, language="fr", at=noon + DAY)
    assert len(files.held()) == 0  # the one before went when a new one was asked for


def test_the_database_keeps_one_at_a_time(marie: User, noon: datetime) -> None:
    Export.objects.create(person=marie, language="fr", asked_at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(person=marie, language="fr", asked_at=noon)


def test_one_that_never_comes_may_be_asked_for_again(client: Client, marie: User, noon: datetime) -> None:
    Export.objects.create(person=marie, language="fr", asked_at=noon)
    run_periodic("hour", at=noon + timedelta(hours=2))
    page = sign_in(client, marie).get(reverse("rights:mine")).content.decode()
    assert "n’a pas pu être préparée" in page
    client.post(reverse("rights:ask"))
    assert Export.objects.filter(state=ExportState.PREPARING).count() == 1


def test_a_session_left_open_is_not_enough(client: Client, marie: User) -> None:
    left_open(client, marie)
    answer = client.post(reverse("rights:ask"))
    assert answer["Location"].startswith("/compte/confirmer/")
    assert not Export.objects.exists()


def test_the_code_lets_through_and_what_was_asked_is_done(client: Client, marie: User) -> None:
    left_open(client, marie)
    where = client.post(reverse("rights:ask"))["Location"]
    client.post(where, {"action": "send"})
    code = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert code is not None
    assert client.post(where, {"code": "1111-1111"}).status_code == 422
    assert not Export.objects.exists()
    client.post(where, {"code": code.group()})
    assert Export.objects.get().person == marie


def test_a_code_is_compared_three_times(client: Client, marie: User) -> None:
    left_open(client, marie)
    where = reverse("people:same_person")
    client.post(where, {"action": "send"})
    code = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert code is not None
    for _try in range(3):
        client.post(where, {"code": "1111-1111"})
    assert client.post(where, {"code": code.group()}).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same(
    client: Client, marie: User, noon: datetime, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _one in range(number):
        Export.objects.create(person=marie, language="fr", asked_at=noon, state=ExportState.ENDED)
    sign_in(client, marie).get(reverse("rights:mine"))  # brand, menus and controller are remembered afterwards
    with django_assert_num_queries(4):  # session, person, copy, consents
        client.get(reverse("rights:mine"))
