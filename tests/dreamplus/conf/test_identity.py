"""The three settings of an identity service go together."""

from __future__ import annotations

import pytest

from dreamplus.conf.env import Env, SettingError
from dreamplus.conf.identity import identity_from

ISSUER, CLIENT, SECRET = "https://oidc.exemple.fr/api/v2", "site", "a secret"


def read(service: str = "FRANCECONNECT", **parts: str) -> dict[str, dict[str, str]]:
    return identity_from(Env({f"DREAM_{service}_{part}": value for part, value in parts.items()}))


@pytest.mark.parametrize("service", ["FRANCECONNECT", "PROCONNECT"])
def test_all_three_make_a_service(service: str) -> None:
    found = read(service, ISSUER=ISSUER, CLIENT_ID=CLIENT, SECRET=SECRET)
    assert found == {service.lower(): {"issuer": ISSUER, "client_id": CLIENT, "secret": SECRET}}


def test_none_makes_none() -> None:
    assert read() == {}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"ISSUER": ISSUER}, ["CLIENT_ID", "SECRET"]),
        ({"CLIENT_ID": CLIENT, "SECRET": SECRET}, ["ISSUER"]),
        ({"ISSUER": ISSUER, "CLIENT_ID": CLIENT}, ["SECRET"]),
    ],
)
@pytest.mark.parametrize("service", ["FRANCECONNECT", "PROCONNECT"])
def test_a_part_of_them_is_refused_with_a_sentence(service: str, given: dict[str, str], missing: list[str]) -> None:
    with pytest.raises(SettingError) as refused:
        read(service, **given)
    assert all(f"DREAM_{service}_{part}" in str(refused.value) for part in missing)
    assert "docs/hosts/settings.md" in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("issuer", ["oidc.exemple.fr", "http://oidc.exemple.fr", "ftp://oidc.exemple.fr", "https://"])
def test_an_issuer_is_an_https_address(issuer: str) -> None:
    with pytest.raises(SettingError, match="DREAM_FRANCECONNECT_ISSUER"):
        read(ISSUER=issuer, CLIENT_ID=CLIENT, SECRET=SECRET)
