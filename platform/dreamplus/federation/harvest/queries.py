"""What the hub's pages read: one query for a page of rows and one for its count, whatever is held."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.expressions import OrderBy

from dreamplus.core.text import searched
from dreamplus.federation.harvest.models import Item, Source

ROWS = 25
LATEST = 3
SORTS: dict[str, tuple[OrderBy, ...]] = {
    "recent": (F("day").desc(), F("id").desc()),
    "voters": (F("voters").desc(), F("id").desc()),
    "commune": (F("source__territory__folded").asc(), F("day").desc(), F("id").desc()),
    "population": (F("source__territory__population").desc(), F("day").desc(), F("id").desc()),
    "title": (F("search_text").asc(), F("id").desc()),
}
_NEEDED = (
    "address",
    "type",
    "titles",
    "method",
    "day",
    "voters",
    "paper",
    "source__state",
    "source__name",
    "source__territory__name",
    "source__territory__population",
    "source__territory__insee",
    "source__territory__siren",
)


def results(*, search: str = "", method: str = "", sort: str = "recent") -> QuerySet[Item]:
    """Harvested results. `search`: words that must all appear in title, options or the commune's name."""
    found = Item.objects.filter(shown=True, type="result")
    if method:
        found = found.filter(method=method)
    for word in searched(search):
        found = found.filter(Q(search_text__contains=word) | Q(source__territory__folded__contains=word))
    return found.select_related("source__territory").only(*_NEEDED).order_by(*SORTS[sort])


def result(address: UUID) -> Item | None:
    """The result shown at `address`, or None: withdrawn, erased, never harvested."""
    return Item.objects.filter(shown=True, type="result", address=address).select_related("source__territory").first()


def versions(item: Item) -> list[Item]:
    """Every verified line of the same thing, the latest first."""
    return list(
        Item.objects.filter(source=item.source, thing=item.thing)
        .order_by("-seq")
        .only("seq", "hash", "op", "updated", "verified_at")
    )


def sources() -> QuerySet[Source]:
    """Paired communes, by name, each with `number` of published things and its `LATEST` ones (`published`)."""
    shown = Item.objects.filter(shown=True).order_by("-day", "-id")
    shown = shown.only("address", "type", "titles", "day", "source_id")
    return (
        Source.objects.select_related("territory")
        .annotate(number=Count("items", filter=Q(items__shown=True)))
        .prefetch_related(Prefetch("items", queryset=shown[:LATEST], to_attr="published"))
        .order_by("territory__folded", "pk")
    )
