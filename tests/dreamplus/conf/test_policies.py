"""Which content policy each address sends."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dreamplus.cms.pages import InformationPage
from dreamplus.cms.services import found_site
from dreamplus.cms.testing import publish
from dreamplus.conf.policies import Policy, directives, policy_of
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> dict[str, str]:
    """Every named address of the house and the beginning of its route."""
    found: dict[str, str] = {}
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= routes(pattern.url_patterns, route)
        elif pattern.name:
            found[f"{route} {pattern.name}"] = route
    return found


def test_staff_addresses_and_only_they_have_the_staff_policy() -> None:
    every = routes(get_resolver().url_patterns)
    assert len(every) > 150
    staff = {name for name, route in every.items() if policy_of(route) == Policy.STAFF}
    assert staff == {name for name in every if name.startswith("admin/")}
    assert any("wagtailadmin_home" in name for name in staff)


@pytest.mark.parametrize("policy", list(Policy))
def test_no_policy_lets_an_inline_script_or_a_third_party_run(policy: Policy) -> None:
    rules = directives(policy)
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == ["'self'"]
    everything = [source for name, sources in rules.items() if name != "frame-ancestors" for source in sources]
    assert not any("http" in str(source) or source in ("*", "'unsafe-eval'") for source in everything)


def test_only_the_staff_side_may_style_inline_and_only_it_and_embeds_may_be_framed() -> None:
    styled = {policy for policy in Policy if "'unsafe-inline'" in directives(policy)["style-src"]}
    framed = {policy: directives(policy)["frame-ancestors"] for policy in Policy}
    assert styled == {Policy.STAFF}
    assert framed == {Policy.PUBLIC: ["'none'"], Policy.STAFF: ["'self'"], Policy.EMBED: ["*"]}


@pytest.mark.django_db
def test_pages_send_their_policy(client: Client) -> None:
    site = found_site(name="Saint-Aubin-sur-Lys")
    page = publish(site.root_page, InformationPage(title="Horaires"))
    sign_in(client, make_person(Role.AGENT))
    for address, ancestors in (
        ("/", "'none'"),
        ("/compte/", "'none'"),
        ("/recherche/", "'none'"),
        ("/absente/", "'none'"),
        (reverse("wagtailadmin_home"), "'self'"),
        (reverse("wagtailadmin_pages:view_draft", args=[page.pk]), "'self'"),
    ):
        policy = client.get(address)["Content-Security-Policy"]
        assert f"frame-ancestors {ancestors}" in policy, address
        assert "script-src 'self';" in f"{policy};", address


@pytest.mark.django_db
def test_a_preview_may_be_framed_but_keeps_the_readers_rules(client: Client) -> None:
    site = found_site(name="Saint-Aubin-sur-Lys")
    page = publish(site.root_page, InformationPage(title="Horaires"))
    sign_in(client, make_person(Role.AGENT))
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
