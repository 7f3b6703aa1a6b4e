"""From the list of an instance to the page of the hub, over HTTP on loopback: paired, harvested, shown, withdrawn."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from dreamplus.federation import identity, services
from dreamplus.federation.harvest.models import Item, Source
from dreamplus.federation.wire.keys import grouped
from dreamplus.territory.models import Territory
from tests.dreamplus.federation.conftest import Host
from tests.dreamplus.federation.honest import AT, CODE, result

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
THING = UUID("7d0c1f5e-0000-4000-8000-000000000001")


@pytest.fixture
def paired(instance: str, saint_aubin: Territory) -> str:
    """This site, paired with itself by the officer's command."""
    thumbprint = identity.load_or_create(at=AT).thumbprint
    services.keep_head(at=AT)
    call_command("dream_pair", instance, "--territory", CODE, f"--thumbprint={thumbprint}", "--yes")
    return instance


def publish(origin: str, title: str = "La place du marché") -> None:
    services.publish(type="result", thing=THING, body=result(title=title, page=f"{origin}/vote/1/"), at=AT)


def test_a_result_travels_from_the_instance_to_the_hubs_page(paired: str, client: Client) -> None:
    publish(paired)
    call_command("dream_harvest")
    page = client.get("/resultats/").content.decode()
    assert "La place du marché" in page
    assert "Saint-Aubin-sur-Lys" in page
    detail = client.get(Item.objects.get().get_absolute_url()).content.decode()
    assert identity.load().thumbprint[:4] in detail
    assert grouped(Item.objects.get().hash, 8) in detail


def test_a_withdrawn_result_leaves_the_hub(paired: str, client: Client) -> None:
    publish(paired)
    call_command("dream_harvest")
    address = Item.objects.get().get_absolute_url()
    services.withdraw(thing=THING, at=AT)
    call_command("dream_harvest")
    assert "La place du marché" not in client.get("/resultats/").content.decode()
    assert client.get(address).status_code == 404
    assert not Item.objects.exclude(body=None).exists()


def test_pairing_twice_changes_nothing(paired: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("dream_pair", paired, "--territory", CODE, f"--thumbprint={identity.load().thumbprint}", "--yes")
    assert Source.objects.count() == 1
    assert "Paired" in capsys.readouterr().out


def test_the_officer_is_asked_and_may_say_no(
    instance: str, saint_aubin: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    thumbprint = identity.load_or_create(at=AT).thumbprint
    monkeypatch.setattr("builtins.input", lambda _question: "n")
    with pytest.raises(CommandError, match="Nothing was paired"):
        call_command("dream_pair", instance, "--territory", CODE, f"--thumbprint={thumbprint}")
    monkeypatch.setattr("builtins.input", lambda _question: "y")
    call_command("dream_pair", instance, "--territory", CODE, f"--thumbprint={thumbprint}")
    assert Source.objects.get().thumbprint == thumbprint


REFUSED = {
    "another thumbprint": ({"thumbprint": "A" * 43}, "autre nom"),
    "another place": ({"code": "59009"}, "autre nom"),
    "a place the hub does not know": ({"delete": True}, "5990A"),
    "a host that is away": ({"origin": "http://127.0.0.1:9"}, "Elle ne répond pas"),
    "a host off loopback, in clear": ({"origin": "http://example.org"}, "Elle ne répond pas"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_pairing_that_does_not_hold_is_refused_in_words(instance: str, saint_aubin: Territory, name: str) -> None:
    changes, words = REFUSED[name]
    thumbprint = identity.load_or_create(at=AT).thumbprint
    if changes.get("delete"):
        saint_aubin.delete()
    with pytest.raises(CommandError, match=words):
        call_command(
            "dream_pair",
            changes.get("origin", instance),
            "--territory",
            changes.get("code", CODE),
            f"--thumbprint={changes.get('thumbprint', thumbprint)}",
            "--yes",
        )
    assert not Source.objects.exists()


@pytest.mark.parametrize("typed", ["--thumbprint=-ZQab0_", "--thumbprint=-ZQa b0_"])
def test_a_thumbprint_that_begins_with_a_dash_is_read(instance: str, saint_aubin: Territory, typed: str) -> None:
    """One in sixty-four does; it is compared, not taken for another option."""
    identity.load_or_create(at=AT)
    services.keep_head(at=AT)
    with pytest.raises(CommandError, match="autre nom"):
        call_command("dream_pair", instance, "--territory", CODE, typed, "--yes")


def test_a_territory_has_one_source(paired: str, host: Host, settings: Settings) -> None:
    with pytest.raises(CommandError, match="déjà"):
        call_command("dream_pair", host.origin, "--territory", CODE, f"--thumbprint={host.publisher.kid}", "--yes")


def test_an_officer_suspends_and_releases(paired: str) -> None:
    call_command("dream_source", "suspend", paired)
    assert Source.objects.get().state == "suspended"
    call_command("dream_source", "release", paired)
    assert Source.objects.get().state == "active"
    with pytest.raises(CommandError, match="No instance"):
        call_command("dream_source", "release", "https://nowhere.example")
