"""Buttons, the page of one's identities, what administrators see, what is exported and erased."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from dreamplus.core import clock
from dreamplus.people import personal_data
from dreamplus.people.identity.queries import is_elsewhere, organisations
from dreamplus.people.identity.services import join_identity, part_identity
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.roles import Role
from dreamplus.people.services import delete_account
from dreamplus.people.testing import make_person, sign_in
from dreamplus.territory.models import Kind, Territory

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]
OURS, THEIRS = "21590350100017", "21750001600019"
TOLD = {"issuer": "https://oidc.exemple.fr", "client_id": "x", "secret": "y"}


@pytest.fixture
def both(settings: Any) -> None:
    settings.DREAM_IDENTITY = {"franceconnect": TOLD, "proconnect": TOLD}


def identity(user: User, provider: str = "franceconnect", subject: str = "s", **extra: str) -> SocialAccount:
    return join_identity(user=user, provider=provider, subject=subject, extra=extra)


class TestButtons:
    def test_the_code_by_e_mail_comes_first(self, client: Client, both: None) -> None:
        page = client.get("/compte/login/").content.decode()
        places = [page.index(words) for words in ("Recevoir mon code", "avec FranceConnect", "avec ProConnect")]
        assert places == sorted(places)

    @pytest.mark.parametrize("language", ["", "/en", "/nl"])
    def test_their_words_are_the_services_own_in_every_language(
        self, client: Client, both: None, language: str
    ) -> None:
        page = client.get(f"{language}/compte/login/").content.decode()
        for name in ("FranceConnect", "ProConnect"):
            assert re.search(rf'<button[^>]* lang="fr"[^>]*>S’identifier avec {name}</button>', page)
            assert re.search(rf'<a [^>]*href="https://[^"]+"[^>]* lang="fr"[^>]*>Qu’est-ce que {name}', page)

    def test_nothing_is_fetched_from_elsewhere(self, client: Client, both: None) -> None:
        page = client.get("/compte/login/").content.decode()
        assert not re.search(r'(src|srcset)="https?:', page)

    def test_one_configured_shows_one(self, client: Client, settings: Any) -> None:
        settings.DREAM_IDENTITY = {"proconnect": TOLD}
        page = client.get("/compte/login/").content.decode()
        assert "S’identifier avec ProConnect" in page
        assert "S’identifier avec FranceConnect" not in page

    def test_the_page_says_what_they_do_not_prove(self, client: Client, both: None) -> None:
        sentence = "prouve où vous habitez, ni que vous êtes sur une liste électorale"
        assert sentence in client.get("/compte/login/").content.decode()


class TestThePage:
    @pytest.mark.parametrize("services", [1, 2])
    def test_costs_the_same_whatever_is_connected(
        self, client: Client, both: None, services: int, django_assert_num_queries: Callable[..., Any]
    ) -> None:
        user = make_person()
        for name in ("franceconnect", "proconnect")[:services]:
            identity(user, name)
        sign_in(client, user)
        client.get("/compte/identites/")
        with django_assert_num_queries(3):  # session, person, identities
            page = client.get("/compte/identites/").content.decode()
        assert page.count("Ne plus relier") == services

    def test_shows_what_is_connected_when_the_service_is_no_longer_offered(self, client: Client, settings: Any) -> None:
        settings.DREAM_IDENTITY = {}
        user = make_person()
        identity(user)
        page = sign_in(client, user).get("/compte/identites/").content.decode()
        assert "Ne plus relier FranceConnect" in page
        assert "S’identifier avec" not in page

    def test_disconnects_and_tells_the_owner(self, client: Client, both: None) -> None:
        user = make_person()
        mine = identity(user)
        sign_in(client, user).post(f"/compte/identites/{mine.pk}/retirer/")
        assert not SocialAccount.objects.exists()
        assert mail.outbox[-1].to == [user.email]
        assert mail.outbox[-1].subject.endswith("FranceConnect n’ouvre plus votre compte")

    @pytest.mark.parametrize(
        ("who", "gone"), [("visitor", False), ("another", False), ("administrator", False), ("owner", True)]
    )
    def test_who_disconnects_what(self, client: Client, both: None, who: str, gone: bool) -> None:
        owner = make_person()
        mine = identity(owner)
        people = {"another": make_person, "administrator": lambda: make_person(Role.ADMINISTRATOR)}
        if who != "visitor":
            sign_in(client, owner if who == "owner" else people[who]())
        client.post(f"/compte/identites/{mine.pk}/retirer/")
        assert SocialAccount.objects.exists() is not gone

    def test_never_the_last_way_in(self, client: Client, both: None) -> None:
        user = make_person()
        mine = identity(user)
        EmailAddress.objects.filter(user=user).update(verified=False)
        with pytest.raises(ValidationError, match="seul moyen"):
            part_identity(user=user, pk=mine.pk)
        second = identity(user, "proconnect")
        part_identity(user=user, pk=mine.pk)
        assert list(SocialAccount.objects.all()) == [second]

    def test_two_identities_of_one_service_are_refused(self) -> None:
        user = make_person()
        first = identity(user)
        assert identity(user) == first
        with pytest.raises(ValidationError):
            identity(user, subject="other")


class TestTheAdministrator:
    @pytest.fixture
    def manager(self, client: Client) -> Client:
        return sign_in(client, make_person(Role.ADMINISTRATOR))

    def give(self, manager: Client, user: User, **more: str) -> Any:
        words = {"email": user.email, "role": Role.AGENT.value} | more
        return manager.post(reverse("people:team"), words, follow=True)

    @pytest.mark.parametrize(
        ("territory", "siret", "asks"),
        [
            ("", THEIRS, False),
            ("215903501", OURS, False),
            ("215903501", THEIRS, True),
            ("59350", OURS, False),
            ("59350", THEIRS, True),
            ("59999", THEIRS, False),
            ("215903501", "", False),
        ],
    )
    def test_is_asked_about_another_organisation(
        self, manager: Client, settings: Any, territory: str, siret: str, asks: bool
    ) -> None:
        Territory.objects.update_or_create(
            insee="59350", defaults={"kind": Kind.COMMUNE, "name": "Lille", "siren": "215903501"}
        )
        settings.DREAM_TERRITORY = territory
        user = make_person()
        identity(user, "proconnect", **({"siret": siret} if siret else {}))
        page = self.give(manager, user).content.decode()
        assert is_elsewhere(siret) is asks
        assert RoleGrant.objects.filter(user=user).exists() is not asks
        assert ("SIRET" in page) is bool(siret)
        assert siret in page
        if asks:
            self.give(manager, user, elsewhere="on")
            assert RoleGrant.objects.filter(user=user).exists()

    def test_reads_the_organisation_beside_the_role(self, manager: Client) -> None:
        agent = make_person(Role.AGENT)
        identity(agent, "proconnect", siret=OURS)
        assert f"SIRET {OURS}" in manager.get(reverse("people:team")).content.decode()
        assert organisations([agent.pk]) == {agent.pk: OURS}


def test_is_exported_and_erased() -> None:
    user, other = make_person(), make_person()
    identity(user, "proconnect", siret=OURS)
    identity(other, "proconnect", subject="t")
    (row,) = personal_data.export(user)["socialaccount.SocialAccount"]
    assert (row["service"], row["known_there_as"], row["siret"]) == ("proconnect", "s", OURS)
    delete_account(user=user, at=clock.now())
    assert [one.user for one in SocialAccount.objects.all()] == [other]
