"""Finding a commune by its name, its postal code or its INSEE code."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from dreamplus.core.text import fold, searched
from dreamplus.territory.models import Kind, Quarter, Territory

MOST_WORDS = 6


def search_communes(query: str) -> QuerySet[Territory]:
    """The communes whose name or codes hold every word of `query`, accents ignored; all when it is empty."""
    communes = Territory.objects.filter(kind=Kind.COMMUNE).select_related("epci").order_by("folded", "pk")
    for word in searched(re.sub(r"\bst\b", "saint", fold(query[:100])), most=MOST_WORDS):
        communes = communes.filter(folded__contains=word)
    return communes


def commune(code: str) -> Territory | None:
    """The commune of that INSEE code."""
    return Territory.objects.filter(kind=Kind.COMMUNE, insee=code).select_related("epci").first()


def quarters() -> list[Quarter]:
    """The quarters of this place that are in use, in their order."""
    return list(Quarter.objects.filter(retired=False))


def quarter_names(codes: Iterable[str]) -> list[str]:
    """Their names, in the order of the list; a code that nobody knows is shown as it is. No query without codes."""
    wanted = list(codes)
    if not wanted:
        return []
    known = {quarter.code: quarter.name for quarter in Quarter.objects.filter(code__in=wanted)}
    return [*known.values()] + [code for code in wanted if code not in known]
