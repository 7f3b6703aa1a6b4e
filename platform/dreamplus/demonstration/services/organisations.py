"""Associations and firms of the demonstration: one with two delegates, one that waits to be recognised."""

from __future__ import annotations

from datetime import datetime

from dreamplus.demonstration.content.shapes import OrganisationWords
from dreamplus.demonstration.services.processes import Cast
from dreamplus.people.organisations import services


def make_organisations(organisations: tuple[OrganisationWords, ...], cast: Cast, *, at: datetime) -> None:
    """Declared by the first delegate, recognised by the agent; the others were invited and accepted."""
    for words in organisations:
        first, *others = (cast.residents[name] for name in words.delegates)
        made = services.declare_organisation(user=first, name=words.name, kind=words.kind, number=words.number, at=at)
        if not words.recognised:
            continue
        services.decide_organisation(organisation=made, recognised=True, by=cast.agent, at=at)
        for person in others:
            secret = services.invite(organisation=made, by=first, email=person.email, at=at)
            services.accept(secret=secret, user=person, at=at)
