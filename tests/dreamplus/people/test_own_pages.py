"""A person's own pages, under `/compte/`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.testing import make_person, sign_in
from tests.dreamplus.people.browsing import signed_in

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]
Ask = Callable[[str], HttpResponse]
Code = Callable[[], str]


class TestOwnPages:
    def test_profile_is_saved(self, client: Client) -> None:
        user = make_person()
        sign_in(client, user)
        client.post(reverse("people:profile"), {"display_name": "  Zoé   Lefèvre ", "language": "nl"})
        user.refresh_from_db()
        assert (user.display_name, user.language) == ("Zoé Lefèvre", "nl")

    def test_a_hostile_name_is_refused_and_what_was_chosen_stays_chosen(self, client: Client) -> None:
        user = make_person(display_name="Zoé")
        sign_in(client, user)
        answer = client.post(reverse("people:profile"), {"display_name": "Zo\u202eé", "language": "nl"})
        user.refresh_from_db()
        assert user.display_name == "Zoé"
        assert 'value="nl" selected' in answer.content.decode()

    def test_address_changes_only_after_the_code(self, client: Client, last_code: Code) -> None:
        user = make_person()
        sign_in(client, user)
        client.post("/compte/email/", {"action_add": "1", "email": "nouvelle@exemple.fr"})
        user.refresh_from_db()
        assert user.email != "nouvelle@exemple.fr"
        client.post("/compte/confirm-email/", {"code": last_code()})
        user.refresh_from_db()
        assert user.email == "nouvelle@exemple.fr"

    def test_sessions_are_listed_and_closed(
        self, client: Client, ask_code: Ask, type_code: Ask, last_code: Code
    ) -> None:
        user = make_person()
        phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0")
        phone.post("/compte/login/", {"login": user.email})
        phone.post("/compte/login/code/confirm/", {"code": last_code()})
        ask_code(user.email)
        type_code(last_code())

        found = client.get("/compte/sessions/").context["sessions"]
        assert [(session.browser, session.current) for session in found][1] == ("Firefox, Android", False)
        client.post(reverse("people:session_close", args=[found[1].pk]))
        assert phone.get("/compte/").status_code == 302
        assert client.get("/compte/").status_code == 200

    def test_nobody_closes_the_session_of_another(self, client: Client, last_code: Code) -> None:
        other = Client()
        other.post("/compte/login/", {"login": make_person().email})
        other.post("/compte/login/code/confirm/", {"code": last_code()})
        pk = other.get("/compte/sessions/").context["sessions"][0].pk
        sign_in(client, make_person())
        client.post(reverse("people:session_close", args=[pk]))
        assert other.get("/compte/").status_code == 200

    def test_the_account_is_deleted_after_a_box_is_ticked(self, client: Client) -> None:
        user = make_person()
        sign_in(client, user)
        client.post(reverse("people:delete"), {})
        assert User.objects.filter(pk=user.pk).exists()
        answer = client.post(reverse("people:delete"), {"understood": "on", "words": "kept"}, follow=True)
        assert answer.status_code == 200
        assert not User.objects.filter(email=user.email).exists()
        assert not signed_in(client)

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_of_sessions_costs_the_same_whatever_its_length(
        self, client: Client, count: int, django_assert_num_queries: Callable[..., object]
    ) -> None:
        from allauth.usersessions.models import UserSession
        from django.contrib.sessions.backends.db import SessionStore

        user = make_person()
        for _number in range(count):
            store = SessionStore()
            store.create()
            UserSession.objects.create(user=user, ip="127.0.0.1", session_key=store.session_key, user_agent="curl")
        sign_in(client, user)
        client.get("/compte/sessions/")  # brand and menus are remembered afterwards
        with clock.frozen(timezone.now()), django_assert_num_queries(5):  # session, person, known, alive, trusted
            assert client.get("/compte/sessions/").context["session_count"] == count

    def test_the_home_of_an_account_costs_five_queries(
        self, client: Client, django_assert_num_queries: Callable[..., object]
    ) -> None:
        sign_in(client, make_person())
        client.get("/compte/")  # brand and menus are remembered afterwards
        with django_assert_num_queries(5):  # session, person, second factor, residence, identities
            client.get("/compte/")

    @pytest.mark.parametrize("name", ["home", "profile", "second_factor", "delete"])
    def test_a_visitor_signs_in_first(self, client: Client, name: str) -> None:
        assert client.get(reverse(f"people:{name}"))["Location"].startswith("/compte/login/?next=")
