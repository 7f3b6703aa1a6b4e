"""Every named address of the house, read from the resolver. Addresses of libraries are not here: their own doors are
tried in `tests/dreamplus/people/test_staff_doors.py`."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

HOUSES = ("dreamplus", "polls", "consultations", "deliberation")
EXAMPLES = {
    "UUIDConverter": "0193f7a2-5b1c-7c3e-9a55-6a1f2b3c4d5e",
    "IntConverter": 999_999,
    "SlugConverter": "exemple",
    "StringConverter": "exemple",
    "PathConverter": "dossier/exemple.jpg",
    "BrandKey": "17408b-c8102e-00000000",
}


def patterns(of: list[URLPattern | URLResolver] | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern that ends an address, with its full name ("" when it has none)."""
    for one in get_resolver().url_patterns if of is None else of:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield (f"{space}{one.name}" if one.name else ""), one


def ours() -> dict[str, URLPattern]:
    """Named addresses whose view is written in this repository."""
    return {
        name: pattern
        for name, pattern in patterns()
        if name and pattern.callback.__module__.split(".")[0] in HOUSES and name != "cms_closed"
    }


def plain() -> dict[str, str]:
    """Addresses that need no argument, by name."""
    found = {}
    for name in ours():
        try:
            found[name] = reverse(name)
        except NoReverseMatch:
            continue
    return found


def examples() -> dict[str, str]:
    """One address for each name; arguments lead to nothing that exists."""
    return {
        name: reverse(
            name, kwargs={key: EXAMPLES[type(kind).__name__] for key, kind in pattern.pattern.converters.items()}
        )
        for name, pattern in ours().items()
    }
