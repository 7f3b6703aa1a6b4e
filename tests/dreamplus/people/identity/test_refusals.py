"""What a provider, or somebody between us, may answer wrongly: nothing is opened or joined, a sentence says so."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from dreamplus.people.identity.services import join_identity
from dreamplus.people.testing import make_person

from .conftest import SERVICES, Visitor, said

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]

FAULTS = [
    "nonce",
    "no_nonce",
    "acr",
    "no_acr",
    "audience",
    "audiences",
    "issuer",
    "expired",
    "no_expiry",
    "from_the_future",
    "id_token_none",
    "id_token_key",
    "userinfo_plain",
    "userinfo_none",
    "userinfo_key",
    "userinfo_audience",
    "userinfo_issuer",
    "other_sub",
    "broken",
]
UNVERIFIABLE = "d’une façon que nous ne pouvons pas vérifier"
TOO_OLD = "trop ancienne ou a commencé dans un autre navigateur"


@pytest.fixture
def person(visitor: Visitor) -> Any:
    made = make_person()
    for service in SERVICES:
        join_identity(user=made, provider=service, subject="camille", extra={})
    return made


def refused(visitor: Visitor, answer: HttpResponse, sentence: str) -> None:
    assert not visitor.signed_in()
    assert sentence in said(answer)
    assert answer.request["PATH_INFO"] == "/compte/login/"
    assert "people.identity_waiting" not in visitor.client.session


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_answer_opens_nothing(visitor: Visitor, person: Any, service: str, fault: str) -> None:
    visitor.does_wrong(service, fault)
    refused(visitor, visitor.signs_in(service), UNVERIFIABLE)
    visitor.signs_in(service)
    assert visitor.signed_in()  # the fault alone was refused


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_answer_joins_nothing(visitor: Visitor, fault: str) -> None:
    visitor.client.force_login(make_person())
    visitor.does_wrong("franceconnect", fault)
    answer = visitor.connects("franceconnect")
    assert answer.request["PATH_INFO"] == "/compte/identites/"
    assert UNVERIFIABLE in said(answer)
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize("service", SERVICES)
class TestTheWayBack:
    def test_a_code_works_once(self, visitor: Visitor, person: Any, service: str) -> None:
        back = visitor.shows(visitor.starts(service))
        visitor.comes_back(back)
        assert visitor.signed_in()
        visitor.client.logout()
        refused(visitor, visitor.comes_back(back), TOO_OLD)

    def test_a_code_replayed_under_a_new_state_is_refused_by_the_provider(
        self, visitor: Visitor, person: Any, service: str
    ) -> None:
        from .conftest import asked

        first, second = visitor.starts(service), visitor.starts(service)
        back = visitor.shows(first)
        swapped = back.replace(asked(first)["state"], asked(second)["state"])
        refused(visitor, visitor.comes_back(swapped), UNVERIFIABLE)  # the verifier of the second is another

    def test_a_state_belongs_to_one_browser(
        self, visitor: Visitor, new_visitor: Callable[[], Visitor], person: Any, service: str
    ) -> None:
        """Nobody is signed in with somebody else's answer."""
        back = visitor.shows(visitor.starts(service))
        victim = new_visitor()
        refused(victim, victim.comes_back(back), TOO_OLD)

    def test_a_state_belongs_to_one_service(self, visitor: Visitor, person: Any, service: str) -> None:
        other = next(name for name in SERVICES if name != service)
        back = visitor.shows(visitor.starts(service))
        refused(visitor, visitor.comes_back(back.replace(f"/{service}/", f"/{other}/")), TOO_OLD)

    def test_an_answer_that_names_another_provider_is_refused(
        self, visitor: Visitor, person: Any, service: str
    ) -> None:
        back = visitor.shows(visitor.starts(service))
        head, _, _ = back.partition("&iss=")
        refused(visitor, visitor.comes_back(f"{head}&iss=https://other.exemple"), UNVERIFIABLE)

    def test_without_state_or_code(self, visitor: Visitor, service: str) -> None:
        refused(visitor, visitor.comes_back(f"http://testserver/compte/identite/{service}/retour/"), TOO_OLD)

    def test_changing_one_s_mind_is_no_failure(self, visitor: Visitor, person: Any, service: str) -> None:
        answer = visitor.comes_back(visitor.shows(visitor.starts(service), refuse=True))
        refused(visitor, answer, "Rien n’a changé")
        assert UNVERIFIABLE not in said(answer)

    def test_another_error_of_the_provider(self, visitor: Visitor, service: str) -> None:
        from .conftest import asked

        state = asked(visitor.starts(service))["state"]
        address = f"http://testserver/compte/identite/{service}/retour/?error=server_error&state={state}"
        answer = visitor.comes_back(f"{address}&error_description=<script>")
        refused(visitor, answer, UNVERIFIABLE)
        assert "<script>" not in answer.content.decode().replace("<script src", "")


@pytest.mark.parametrize("service", SERVICES)
class TestAProviderThatIsDown:
    @pytest.fixture(autouse=True)
    def _down(self, visitor: Visitor, settings: Any) -> None:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            closed = f"http://127.0.0.1:{trial.getsockname()[1]}"
        settings.DREAM_IDENTITY = {name: told | {"issuer": closed} for name, told in settings.DREAM_IDENTITY.items()}

    def test_the_page_says_so_and_the_code_still_works(
        self, visitor: Visitor, service: str, last_code: Callable[[], str]
    ) -> None:
        answer = visitor.client.post(f"/compte/identite/{service}/", follow=True)
        assert "ne répond pas" in said(answer)
        visitor.client.post("/compte/login/", {"login": make_person().email})
        visitor.client.post("/compte/login/code/confirm/", {"code": last_code()})
        assert visitor.signed_in()


class TestConfiguration:
    def test_the_issuer_must_be_the_one_the_provider_names(self, visitor: Visitor, settings: Any) -> None:
        told = settings.DREAM_IDENTITY["franceconnect"]
        settings.DREAM_IDENTITY = {"franceconnect": told | {"issuer": told["issuer"] + "/"}}
        answer = visitor.client.post("/compte/identite/franceconnect/", follow=True)
        assert "ne répond pas" in said(answer)

    def test_loopback_is_for_developers(self, visitor: Visitor, settings: Any) -> None:
        settings.DREAM_ALLOW_LOOPBACK = False
        answer = visitor.client.post("/compte/identite/franceconnect/", follow=True)
        assert "ne répond pas" in said(answer)

    def test_a_wrong_secret_opens_nothing(self, visitor: Visitor, person: Any, settings: Any) -> None:
        told = settings.DREAM_IDENTITY["franceconnect"]
        settings.DREAM_IDENTITY = {"franceconnect": told | {"secret": "not the one"}}
        refused(visitor, visitor.signs_in("franceconnect"), UNVERIFIABLE)

    @pytest.mark.parametrize("service", [*SERVICES, "google"])
    def test_nothing_is_there_without_settings(self, client: Client, db: None, service: str) -> None:
        make_person()
        assert client.post(f"/compte/identite/{service}/").status_code == 404
        assert client.get(f"/compte/identite/{service}/retour/").status_code == 404
        assert "FranceConnect" not in client.get("/compte/login/").content.decode()

    def test_a_row_in_the_database_opens_no_door(self, client: Client, db: None) -> None:
        from allauth.socialaccount.models import SocialApp

        app = SocialApp.objects.create(provider="state", provider_id="franceconnect", name="x", client_id="x")
        app.sites.add(1)
        assert client.post("/compte/identite/franceconnect/").status_code == 404

    def test_the_library_s_own_pages_are_not_mounted(self, client: Client, db: None) -> None:
        for address in ("3rdparty/", "3rdparty/signup/", "oidc/franceconnect/login/", "social/signup/"):
            assert client.get(f"/compte/{address}").status_code == 404
