"""The ways in that this site offers besides the code by e-mail."""

from __future__ import annotations

from typing import Any

from django import template

from dreamplus.people.identity import arrival, queries
from dreamplus.people.identity.catalogue import SERVICES, Service

register = template.Library()


@register.simple_tag
def identity_services() -> list[Service]:
    """The services configured; none when there are none."""
    return queries.configured()


@register.simple_tag(takes_context=True)
def identity_waiting(context: dict[str, Any]) -> Service | None:
    """The service through which this visitor has just shown who they are, while no account is open."""
    kept = arrival.waiting(context["request"])
    return SERVICES[kept["provider"]] if kept else None
