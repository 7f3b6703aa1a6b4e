"""Session and person, read at each request with statements that are compiled once: the same rows as the ORM reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from dreamplus.people.backends import AuthenticationBackend
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.session_store import SessionStore
from dreamplus.people.testing import make_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def told(user: User) -> dict[str, object]:
    return {field.attname: getattr(user, field.attname) for field in User._meta.concrete_fields}


def test_a_person_is_the_one_that_the_orm_reads() -> None:
    for role in (None, Role.AGENT):
        made = make_person(role) if role else make_person()
        User.objects.filter(pk=made.pk).update(last_login=timezone.now(), display_name="Zoé d’Å")
        read, expected = AuthenticationBackend().get_user(made.pk), User.objects.get(pk=made.pk)
        assert read is not None
        assert told(read) == told(expected)
        assert {name: type(value) for name, value in told(read).items()} == {
            name: type(value) for name, value in told(expected).items()
        }
        assert read._state.db == expected._state.db
        assert not read._state.adding
        read.display_name = "Zoé"
        read.save(update_fields=["display_name"])
        assert User.objects.get(pk=made.pk).display_name == "Zoé"


def test_nobody_is_read_who_is_gone_or_may_not_sign_in() -> None:
    made = make_person()
    assert AuthenticationBackend().get_user(str(made.pk)) is not None
    User.objects.filter(pk=made.pk).update(is_active=False)
    assert AuthenticationBackend().get_user(made.pk) is None
    assert AuthenticationBackend().get_user(0) is None


def test_a_session_is_the_one_that_the_orm_reads_until_it_ends(client: Client) -> None:
    sign_in(client, make_person())
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert SessionStore(key).load() == Session.objects.get(session_key=key).get_decoded()
    assert SESSION_KEY in SessionStore(key)
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(milliseconds=1))
    over = SessionStore(key)
    assert over.load() == {}
    assert over.session_key is None
    assert SessionStore("' OR 1=1 --").load() == {}


def test_a_person_signed_out_elsewhere_is_signed_out_at_the_next_request(client: Client) -> None:
    """What a changed password or a closed account must do: the hash of the session is compared in each request."""
    person = make_person()
    sign_in(client, person)
    assert client.get("/compte/").status_code == 200
    User.objects.filter(pk=person.pk).update(password="!another")
    assert client.get("/compte/").status_code == 302
