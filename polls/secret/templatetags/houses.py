"""The other houses of a secret vote, for pages that lead there."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def witness_page() -> str:
    """Where anybody reads what the region has seen of secret votes; empty where the site has no witness."""
    return f"{settings.DREAM_WITNESS}/temoin/" if settings.DREAM_WITNESS else ""
