"""From our button to the service and back, and out again by the same way, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail

from dreamplus.people.identity.services import join_identity
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person

from .conftest import SERVICES, Visitor, asked, onwards, said

pytestmark = [pytest.mark.database_promise, pytest.mark.django_db]
Code = Callable[[], str]

SCOPES = {
    "franceconnect": "openid given_name family_name birthdate gender birthplace birthcountry email preferred_username",
    "proconnect": "openid given_name usual_name email uid siret idp_id",
}


def known(service: str, person: User, subject: str = "camille") -> SocialAccount:
    return join_identity(user=person, provider=service, subject=subject, extra={})


@pytest.mark.parametrize("service", SERVICES)
class TestTheRequest:
    def test_asks_for_what_the_service_wants_and_nothing_else(self, visitor: Visitor, service: str) -> None:
        told = asked(visitor.starts(service))
        assert len(told["state"]) >= 32
        assert len(told["nonce"]) >= 32
        assert set(told.pop("scope").split()) == set(SCOPES[service].split())
        assert told.pop("redirect_uri") == f"http://testserver/compte/identite/{service}/retour/"
        assert told["acr_values"] == "eidas1"
        assert (told["code_challenge_method"], len(told["code_challenge"])) == ("S256", 43)
        expected = {"client_id", "response_type", "state", "nonce", "acr_values", "code_challenge"}
        assert set(told) == expected | {"code_challenge_method"}

    def test_nothing_in_the_address_or_the_form_changes_it(self, visitor: Visitor, service: str) -> None:
        forged = "acr_values=eidas0&scope=admin&prompt=none&auth_params=acr_values%3Deidas0%26prompt%3Dnone"
        address = f"/compte/identite/{service}/?{forged}&process=connect&nonce=n&state=s&redirect_uri=https://e.fr"
        told = asked(visitor.starts(service, address, acr_values="eidas0", scope="admin", auth_params="prompt=none"))
        assert told["acr_values"] == "eidas1"
        assert "prompt" not in told
        assert set(told["scope"].split()) == set(SCOPES[service].split())
        assert len(told["nonce"]) >= 32

    def test_begins_by_a_button_only(self, visitor: Visitor, service: str) -> None:
        assert visitor.client.get(f"/compte/identite/{service}/").status_code == 405

    def test_two_requests_share_nothing(self, visitor: Visitor, service: str) -> None:
        one, two = asked(visitor.starts(service)), asked(visitor.starts(service))
        assert not {one[name] for name in ("state", "nonce", "code_challenge")} & set(two.values())

    def test_the_server_of_the_suite_is_as_strict_as_the_service(self, visitor: Visitor, service: str) -> None:
        right = visitor.starts(service)
        for name in ("state", "nonce"):
            short = right.replace(asked(right)[name], "short")
            assert visitor.outside.get(short).status_code == 400
        assert visitor.outside.get(right.replace("acr_values=eidas1", "acr_values=eidas0")).status_code == 400


@pytest.mark.parametrize("service", SERVICES)
class TestSignIn:
    def test_of_a_known_identity(self, visitor: Visitor, service: str) -> None:
        person = make_person()
        known(service, person)
        answer = visitor.signs_in(service)
        assert visitor.client.session["_auth_user_id"] == str(person.pk)
        assert answer.request["PATH_INFO"] == "/compte/"

    def test_comes_back_to_where_it_began_in_its_language(self, visitor: Visitor, service: str) -> None:
        known(service, make_person())
        location = visitor.starts(service, f"/en/compte/identite/{service}/", next="/en/compte/profil/")
        answer = visitor.comes_back(visitor.shows(location))
        assert answer.request["PATH_INFO"] == "/en/compte/profil/"
        assert '<html lang="en"' in answer.content.decode()

    def test_never_leads_to_another_site(self, visitor: Visitor, service: str) -> None:
        known(service, make_person())
        answer = visitor.comes_back(visitor.shows(visitor.starts(service, next="https://ailleurs.exemple/")))
        assert answer.request["PATH_INFO"] == "/compte/"

    def test_is_keyed_on_the_subject_alone(self, visitor: Visitor, service: str) -> None:
        """Neither the address nor the same subject at the other service opens the account."""
        person = make_person(email="camille@exemple.fr")
        other = next(name for name in SERVICES if name != service)
        known(other, person)
        visitor.signs_in(service)
        assert not visitor.signed_in()
        assert SocialAccount.objects.filter(provider=service).count() == 0

    def test_staff_still_show_their_second_factor_here(self, visitor: Visitor, service: str) -> None:
        known(service, make_person(Role.AGENT))
        answer = visitor.signs_in(service)
        assert answer.request["PATH_INFO"] == "/compte/2fa/authenticate/"
        assert not visitor.signed_in()

    def test_gives_no_role(self, visitor: Visitor, service: str) -> None:
        person = make_person()
        known(service, person)
        visitor.signs_in(service)
        person.refresh_from_db()
        assert not person.is_staff

    def test_a_closed_account_stays_closed(self, visitor: Visitor, service: str) -> None:
        person = make_person()
        known(service, person)
        User.objects.filter(pk=person.pk).update(is_active=False)
        visitor.signs_in(service)
        assert not visitor.signed_in()

    def test_keeps_the_subject_and_the_siret_and_nothing_else(self, visitor: Visitor, service: str) -> None:
        known(service, make_person())
        visitor.signs_in(service)
        kept = SocialAccount.objects.get()
        assert kept.uid == "camille"
        assert kept.extra_data == ({"siret": "21590350100017"} if service == "proconnect" else {})
        assert SocialToken.objects.count() == 0


@pytest.mark.parametrize("service", SERVICES)
class TestFirstVisit:
    def test_asks_for_an_address_confirms_it_then_joins(self, visitor: Visitor, service: str, last_code: Code) -> None:
        page = visitor.signs_in(service)
        assert page.request["PATH_INFO"] == "/compte/login/"
        assert 'value="camille@exemple.fr"' in page.content.decode()  # shown, to keep or to change
        assert "Dupont" not in page.content.decode()
        visitor.client.post("/compte/login/", {"login": "camille@exemple.fr"})
        assert SocialAccount.objects.count() == 0  # the address counts once the code is typed, and so does the identity
        visitor.client.post("/compte/login/code/confirm/", {"code": last_code()})
        assert visitor.signed_in()
        person = User.objects.get(email="camille@exemple.fr")
        assert SocialAccount.objects.get().user == person
        assert person.display_name == ""
        assert mail.outbox[-1].to == ["camille@exemple.fr"]
        assert "ouvre désormais votre compte" in mail.outbox[-1].subject

    def test_opens_the_same_account_the_next_time(self, visitor: Visitor, service: str, last_code: Code) -> None:
        visitor.signs_in(service)
        visitor.client.post("/compte/login/", {"login": "camille@exemple.fr"})
        visitor.client.post("/compte/login/code/confirm/", {"code": last_code()})
        visitor.leaves()
        visitor.signs_in(service)
        assert visitor.client.session["_auth_user_id"] == str(User.objects.get().pk)

    def test_an_address_that_has_an_account_is_never_joined(
        self, visitor: Visitor, service: str, last_code: Code
    ) -> None:
        """The page is the one a new address gets; the message tells the owner of the address."""
        owner = make_person(email="camille@exemple.fr")
        visitor.signs_in(service)
        answer = visitor.client.post("/compte/login/", {"login": "camille@exemple.fr"}, follow=True)
        assert answer.request["PATH_INFO"] == "/compte/login/code/confirm/"
        assert mail.outbox[-1].to == ["camille@exemple.fr"]
        assert SocialAccount.objects.count() == 0
        assert not visitor.signed_in()
        visitor.client.post("/compte/logout/")
        visitor.client.post("/compte/login/", {"login": owner.email})
        visitor.client.post("/compte/login/code/confirm/", {"code": last_code()})
        assert visitor.client.session["_auth_user_id"] == str(owner.pk)
        assert SocialAccount.objects.count() == 0

    def test_signing_in_by_code_tells_how_to_join(self, visitor: Visitor, service: str, last_code: Code) -> None:
        owner = make_person()
        visitor.signs_in(service)
        visitor.client.post("/compte/login/", {"login": owner.email})
        answer = visitor.client.post("/compte/login/code/confirm/", {"code": last_code()}, follow=True)
        assert "n’est pas encore relié" in said(answer)
        assert SocialAccount.objects.count() == 0

    def test_an_address_confirmed_elsewhere_is_not_joined(
        self, visitor: Visitor, new_visitor: Callable[[], Visitor], service: str, last_code: Code
    ) -> None:
        """Who begins an account with somebody else's address gains nothing when its owner comes."""
        visitor.signs_in(service)
        visitor.client.post("/compte/login/", {"login": "victime@exemple.fr"})
        owner = new_visitor()
        owner.client.post("/compte/login/", {"login": "victime@exemple.fr"})
        owner.client.post("/compte/login/code/confirm/", {"code": last_code()})
        assert SocialAccount.objects.count() == 0
        visitor.signs_in(service)
        assert not visitor.signed_in()

    def test_the_next_person_at_this_computer_can_put_it_away(
        self, visitor: Visitor, service: str, last_code: Code
    ) -> None:
        visitor.signs_in(service)
        assert b"Continuer sans" in visitor.client.get("/compte/login/").content
        visitor.client.post("/compte/identites/oublier/")
        assert b"Continuer sans" not in visitor.client.get("/compte/login/").content
        visitor.client.post("/compte/login/", {"login": "voisin@exemple.fr"})
        visitor.client.post("/compte/login/code/confirm/", {"code": last_code()})
        assert visitor.signed_in()
        assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize("service", SERVICES)
class TestSignOut:
    def test_ends_both_sessions_and_says_so(self, visitor: Visitor, service: str) -> None:
        known(service, make_person())
        visitor.signs_in(service)
        answer = visitor.leaves()
        assert not visitor.signed_in()
        assert "ont pris fin toutes les deux" in answer.content.decode()
        again = visitor.outside.get(visitor.starts(service), follow_redirects=True)
        assert 'name="sub"' in again.text  # the service asks again who one is

    def test_tells_the_service_what_it_needs(self, visitor: Visitor, service: str) -> None:
        known(service, make_person())
        visitor.signs_in(service)
        kept = visitor.client.session["people.identity"]["id_token"]
        told = asked(onwards(visitor.client.post("/compte/logout/")))
        assert told["id_token_hint"] == kept
        assert told["post_logout_redirect_uri"] == "http://testserver/compte/deconnecte/"
        assert len(told["state"]) >= 32
        assert "people.identity" not in visitor.client.session
        assert kept not in "".join(cookie.value for cookie in visitor.client.cookies.values())

    def test_a_forged_return_claims_nothing(self, visitor: Visitor, service: str) -> None:
        known(service, make_person())
        visitor.signs_in(service)
        visitor.client.post("/compte/logout/")
        answer = visitor.client.get("/compte/deconnecte/?state=autre")
        assert "toutes les deux" not in answer.content.decode()

    def test_is_plain_for_who_came_by_code(self, visitor: Visitor, service: str, last_code: Code) -> None:
        visitor.client.post("/compte/login/", {"login": make_person().email})
        visitor.client.post("/compte/login/code/confirm/", {"code": last_code()})
        answer = visitor.client.post("/compte/logout/")
        assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("service", SERVICES)
class TestConnect:
    def test_from_the_account_page(self, visitor: Visitor, service: str) -> None:
        person = make_person()
        visitor.client.force_login(person)
        answer = visitor.connects(service)
        assert answer.request["PATH_INFO"] == "/compte/identites/"
        assert SocialAccount.objects.get().user == person
        assert EmailAddress.objects.filter(user=person).count() == 1

    def test_an_identity_opens_one_account(self, visitor: Visitor, service: str) -> None:
        known(service, make_person())
        second = make_person()
        visitor.client.force_login(second)
        answer = visitor.connects(service)
        assert "déjà reliée à un autre compte" in said(answer)
        assert SocialAccount.objects.filter(user=second).count() == 0
        assert visitor.client.session["_auth_user_id"] == str(second.pk)

    def test_another_account_signed_in_meanwhile_takes_nothing(self, visitor: Visitor, service: str) -> None:
        visitor.client.force_login(make_person())
        back = visitor.shows(visitor.starts(service, f"/compte/identite/{service}/relier/"))
        states = visitor.client.session["socialaccount_states"]
        visitor.client.force_login(make_person())
        session = visitor.client.session
        session["socialaccount_states"] = states
        session.save()
        visitor.comes_back(back)
        assert SocialAccount.objects.count() == 0

    def test_a_visitor_cannot(self, visitor: Visitor, service: str) -> None:
        answer = visitor.client.post(f"/compte/identite/{service}/relier/")
        assert answer["Location"].startswith("/compte/login/")

    def test_staff_show_their_second_factor_first(self, visitor: Visitor, service: str) -> None:
        visitor.client.force_login(make_person(Role.AGENT))
        answer = visitor.client.post(f"/compte/identite/{service}/relier/")
        assert answer["Location"].startswith("/compte/2fa/reauthenticate/")
