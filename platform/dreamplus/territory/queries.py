"""Finding a commune by its name, its postal code or its INSEE code."""

from __future__ import annotations

from django.db.models import QuerySet

from dreamplus.core.text import fold
from dreamplus.territory.models import Kind, Territory

MOST_WORDS = 6


def search_communes(query: str) -> QuerySet[Territory]:
    """The communes whose name or codes hold every word of `query`, accents ignored; all when it is empty."""
    communes = Territory.objects.filter(kind=Kind.COMMUNE).select_related("epci").order_by("folded", "pk")
    for word in fold(query[:100].replace("\0", "")).replace("st ", "saint ").split()[:MOST_WORDS]:
        communes = communes.filter(folded__contains=word)
    return communes


def commune(code: str) -> Territory | None:
    """The commune of that INSEE code."""
    return Territory.objects.filter(kind=Kind.COMMUNE, insee=code).select_related("epci").first()
