"""A person's own screens, the link of a letter, and the list of the staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all
from dreamplus.notifications import subjects, tokens
from dreamplus.notifications.models import Bounce, Follow, Letter, Notice, NoticeSettings, Preference
from dreamplus.notifications.rules.calendar import Channel
from dreamplus.notifications.services.choosing import ALL
from dreamplus.people import personal_data
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.services import delete_account
from dreamplus.people.testing import make_person, sign_in
from tests.dreamplus.notifications.conftest import NOON, TITLES, follows, note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "bench")]
LIST, PREFERENCES, READ = "/compte/avis/", "/compte/notifications/", "/compte/avis/lus/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestList:
    def test_empty_says_what_to_do(self, client: Client, marie: User) -> None:
        assert "Suivez une consultation" in text(sign_in(client, marie), LIST)

    def test_shows_ones_own_the_newest_first_and_escaped(self, client: Client, marie: User, karim: User) -> None:
        TITLES["2"] = "<script>alert(1)</script>"
        note(marie, key="a")
        note(marie, key="b", number=2)
        note(karim, key="secret")
        page = text(sign_in(client, marie), LIST)
        assert page.index("nouvelle b") < page.index("nouvelle a")
        assert "secret" not in page
        assert "<script>alert" not in page

    def test_what_is_no_longer_shown_is_named_nowhere(self, client: Client, marie: User) -> None:
        note(marie)
        del TITLES["1"]
        page = text(sign_in(client, marie), LIST)
        assert "Banc 1" not in page
        assert "n’est plus affiché" in page

    @pytest.mark.database_promise
    def test_reading_is_a_post_and_ones_own_only(self, client: Client, marie: User, karim: User) -> None:
        note(marie, key="a")
        note(marie, key="b")
        note(karim)
        sign_in(client, marie)
        assert client.get(READ).status_code == 405
        client.post(READ, {"notice": Notice.objects.get(recipient=karim).pk})
        client.post(READ, {"notice": "x" * 30})
        client.post(READ)
        assert not Notice.objects.exclude(read_at=None).exists()
        client.post(READ, {"notice": Notice.objects.get(recipient=marie, key="a").pk})
        assert set(Notice.objects.exclude(read_at=None).values_list("key", flat=True)) == {"a"}
        client.post(READ, {"all": "1"})
        assert set(Notice.objects.filter(read_at=None).values_list("recipient", flat=True)) == {karim.pk}

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_for_any_number(
        self, client: Client, marie: User, number: int, django_assert_num_queries: Any
    ) -> None:
        for key in range(number):
            note(marie, key=str(key), number=key + 1)
        sign_in(client, marie)
        text(client, LIST)
        with django_assert_num_queries(4):  # session, person, count of pages, notices
            text(client, LIST)

    def test_is_paged(self, client: Client, marie: User) -> None:
        rows = [
            Notice(recipient=marie, kind="test.daily", key=str(key), subject="bench:1", created_at=NOON, channel="page")
            for key in range(45)
        ]
        Notice.objects.bulk_create(rows)
        sign_in(client, marie)
        assert "nouvelle 44" in text(client, LIST)
        assert "nouvelle 0<" in text(client, f"{LIST}?page=3")
        assert "nouvelle 0<" in text(client, f"{LIST}?page=9999")


def test_the_number_of_unread_stands_beside_the_account(client: Client, marie: User) -> None:
    note(marie, key="a")
    note(marie, key="b")
    assert "avis</a>" not in text(client, "/suivi/")
    sign_in(client, marie)
    assert "Mon compte · 2 avis</a>" in text(client, "/suivi/")
    client.post(READ, {"all": "1"})
    assert "· 2 avis" not in text(client, "/suivi/")


class TestPreferences:
    def test_what_is_chosen_is_kept_and_shown_again(self, client: Client, marie: User) -> None:
        sign_in(client, marie)
        page = text(client, PREFERENCES)
        assert page.count('<select name="kind-') >= 3
        wanted = chosen(page) | {"kind-test.daily": "weekly", "no_letters": "on"}
        assert client.post(PREFERENCES, wanted)["Location"] == PREFERENCES
        assert Preference.objects.get(person=marie, kind="test.daily").channel == Channel.WEEKLY
        settings = NoticeSettings.objects.get(person=marie)
        assert (settings.no_letters, settings.follows_own) == (True, False)

    def test_a_wrong_choice_changes_nothing(self, client: Client, marie: User) -> None:
        sign_in(client, marie)
        wanted = chosen(text(client, PREFERENCES)) | {"kind-test.daily": "smoke signals", "no_letters": "on"}
        answer = client.post(PREFERENCES, wanted)
        assert answer.status_code == 422
        assert "aria-describedby" in answer.content.decode()
        assert not Preference.objects.exists()
        assert not NoticeSettings.objects.exists()

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_of_follows_is_flat(
        self, client: Client, marie: User, number: int, django_assert_num_queries: Any
    ) -> None:
        follows(marie, *range(1, number + 1))
        sign_in(client, marie)
        text(client, PREFERENCES)
        with django_assert_num_queries(7):  # session, person, preferences, settings, count of follows, follows, returns
            text(client, PREFERENCES)


def chosen(page: str) -> dict[str, str]:
    import re

    names = re.findall(r'<select name="(kind-[^"]+)"', page)
    return dict.fromkeys(names, "page")


class TestStopping:
    @pytest.fixture
    def address(self, marie: User) -> Callable[..., str]:
        return lambda kind=ALL: reverse("notifications:stop", args=[tokens.stop_token(marie.uuid, kind)])

    def test_reading_the_link_stops_nothing(self, client: Client, address: Callable[..., str]) -> None:
        for _scanner in range(3):
            assert "Arrêter ces messages" in text(client, address())
        assert not NoticeSettings.objects.exists()

    @pytest.mark.database_promise
    def test_one_click_without_cookie_or_token_stops_them(self, address: Callable[..., str], marie: User) -> None:
        """As a mail program posts it (RFC 8058)."""
        client = Client(enforce_csrf_checks=True)
        for _again in range(2):
            answer = client.post(address(), {"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200
        assert NoticeSettings.objects.get(person=marie).no_letters
        note(marie)
        run_all()
        assert mail.outbox == []
        client.post(address(), {"action": "undo"})
        assert not NoticeSettings.objects.get(person=marie).no_letters

    @pytest.mark.database_promise
    @pytest.mark.parametrize("before", [None, Channel.WEEKLY])
    def test_one_kind_only_and_undone_as_it_was(
        self, client: Client, address: Callable[..., str], marie: User, before: Channel | None
    ) -> None:
        if before:
            Preference.objects.create(person=marie, kind="test.daily", channel=before)
        page = client.post(address("test.daily")).content.decode()
        assert "C’est fait" in page
        assert client.post(address("test.daily")).status_code == 200
        note(marie, kind="test.daily")
        note(marie, kind="test.at_once")
        assert list(Notice.objects.order_by("pk").values_list("channel", flat=True)) == ["page", "at_once"]
        client.post(address("test.daily"), {"action": "undo"})
        kept = list(Preference.objects.values_list("channel", flat=True))
        assert kept == ([before.value] if before else [])

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_token_of_somebody_else_s_making_opens_nothing(self, client: Client, marie: User, method: str) -> None:
        good = tokens.stop_token(marie.uuid)
        forged = [good[:-1], good.replace(marie.uuid.hex[:4], "0000"), marie.uuid.hex, f"{marie.uuid.hex}.~x"]
        for token in forged:
            answer = getattr(client, method)(reverse("notifications:stop", args=[token]))
            assert answer.status_code == (404 if method == "get" else 403)
        assert not NoticeSettings.objects.exists()

    def test_a_token_outlives_neither_the_account_nor_names_another(
        self, client: Client, marie: User, karim: User
    ) -> None:
        token = tokens.stop_token(marie.uuid)
        client.post(reverse("notifications:stop", args=[token]))
        assert list(NoticeSettings.objects.values_list("person", flat=True)) == [marie.pk]
        delete_account(user=marie, at=NOON)
        assert client.get(reverse("notifications:stop", args=[token])).status_code == 404


class TestReturned:
    @pytest.fixture
    def bounces(self, marie: User) -> list[Bounce]:
        rows = [Bounce(person=marie, address=marie.email, code="550 5.1.1", at=NOON) for _one in range(3)]
        return Bounce.objects.bulk_create(rows)

    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize(("name", "method"), [("returned", "get"), ("settle", "post")])
    def test_who_enters(self, client: Client, bounces: list[Bounce], role: Role, name: str, method: str) -> None:
        sign_in(client, make_person(role))
        arguments = [bounces[0].pk] if name == "settle" else []
        answer = getattr(client, method)(reverse(f"notifications:{name}", args=arguments))
        assert (answer.status_code != 403) is (role == Role.ADMINISTRATOR)
        assert Bounce.objects.filter(settled_at=None).exists() is not (role == Role.ADMINISTRATOR and name == "settle")

    def test_lists_and_notes_who_read(self, client: Client, bounces: list[Bounce]) -> None:
        sign_in(client, make_person(Role.ADMINISTRATOR))
        page = text(client, reverse("notifications:returned"))
        assert "marie@exemple.fr" in page
        assert "550 5.1.1" in page
        assert "ne reçoit plus d’avis" in page
        assert AccessLog.objects.filter(purpose="notifications.read.returned").count() == 1

    def test_the_person_confirms_the_address_by_a_letter(
        self, client: Client, marie: User, karim: User, bounces: Any
    ) -> None:
        sign_in(client, marie)
        assert "nous revenaient" in text(client, PREFERENCES)
        client.post(reverse("notifications:ask_confirmation"))
        run_all()
        (letter,) = mail.outbox
        link = next(line for line in letter.body.splitlines() if "/adresse/" in line)
        other = sign_in(Client(), karim)
        assert other.get(link).status_code == other.post(link).status_code == 404
        assert "marie@exemple.fr" in text(client, link)
        assert Bounce.objects.filter(settled_at=None).count() == 3
        assert client.post(link)["Location"] == PREFERENCES
        assert Bounce.objects.filter(settled_at=None).count() == 0
        assert "nous revenaient" not in text(client, PREFERENCES)

    def test_nobody_asks_for_a_letter_without_need(self, client: Client, marie: User) -> None:
        sign_in(client, marie)
        client.post(reverse("notifications:ask_confirmation"))
        run_all()
        assert mail.outbox == []


@pytest.mark.database_promise
def test_everything_is_told_and_erased(marie: User, karim: User) -> None:
    for person in (marie, karim):
        note(person)
        follows(person, 1)
        Preference.objects.create(person=person, kind="test.daily", channel=Channel.WEEKLY)
        NoticeSettings.objects.create(person=person)
        Bounce.objects.create(person=person, address=person.email, code="550", at=NOON)
    run_all()
    models = (Notice, Follow, Preference, NoticeSettings, Letter, Bounce)
    told = personal_data.export(marie)
    assert all(len(told[model._meta.label]) == 1 for model in models)
    assert told["notifications.Notice"][0]["subject"] == "bench:1"
    assert told["notifications.Letter"][0] == {"address": marie.email, "state": "sent", "at": NOON.isoformat()}
    delete_account(user=marie, at=NOON)
    assert [model.objects.count() for model in models] == [1] * len(models)


def test_titles_are_one_line_and_keep_their_spaces() -> None:
    assert subjects.one_line(" Où\nça\u2028 \u202e? L’école\xa0: oui\x00 ") == "Où ça ? L’école\xa0: oui"
