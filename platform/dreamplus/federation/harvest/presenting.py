"""From harvested rows to what templates print. Harvested words are text, never markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dreamplus.federation.harvest.models import Health, Item, Source, State
from dreamplus.federation.harvest.reading import in_language
from dreamplus.federation.harvest.sentences import explain
from dreamplus.federation.harvest.words import CHANNELS, METHODS, TYPES
from dreamplus.federation.wire.keys import grouped
from dreamplus.theming.charts import Bar, number, share

BADGES = {
    Health.GOOD: "good",
    Health.NEW: "soon",
    Health.TROUBLE: "warn",
    Health.SILENT: "warn",
    Health.QUARANTINED: "error",
    Health.SUSPENDED: "closed",
}


@dataclass(frozen=True)
class Badge:
    """A word and the kind of badge that carries it."""

    label: str
    kind: str


@dataclass(frozen=True)
class Row:
    """A line of the table of results."""

    href: str
    title: str
    commune: str
    population: str
    method: str
    voters: str
    paper: str
    day: date | None
    badge: Badge


def provenance(source: Source) -> Badge:
    """What is shown was verified line by line; a source in question marks all it gave."""
    if source.state == State.QUARANTINED:
        return Badge(_("Verified, source in question"), "warn")
    return Badge(_("Signed, verified"), "good")


def row(item: Item) -> Row:
    territory = item.source.territory
    return Row(
        href=item.get_absolute_url(),
        title=in_language(item.titles, get_language() or "fr"),
        commune=territory.name,
        population=_inhabitants(territory.population),
        method=str(METHODS.get(item.method, item.method)),
        voters=number(item.voters or 0),
        paper=share(item.paper or 0, item.voters or 0),
        day=item.day,
        badge=provenance(item.source),
    )


def _inhabitants(population: int) -> str:
    if not population:
        return ""
    return _("%(number)s inhabitants") % {"number": number(population)}


@dataclass(frozen=True)
class Sheet:
    """A result as its page shows it."""

    badge: Badge
    method: str
    population: str
    figures: list[dict[str, str]]
    bars: list[Bar]
    order: list[str]
    channels: list[tuple[str, str, str]]
    opened: date
    closed: date
    page: str
    title: str
    thumbprint: str
    hash: str


def sheet(item: Item) -> Sheet:
    body: dict[str, Any] = item.body or {}
    voters, language = body["voters"], get_language() or "fr"
    labels = [in_language(option["label"], language) for option in body["options"]]
    bars = [
        Bar(label, option["votes"], "lead" if option["first"] else "plain")
        for label, option in zip(labels, body["options"], strict=True)
        if option["votes"] is not None
    ]
    order = [] if bars else labels
    apart = [(_("Blank votes"), body["blank"]), (_("Invalid votes"), body["invalid"])]
    bars += [Bar(label, number, "apart") for label, number in apart if number]
    return Sheet(
        badge=provenance(item.source),
        method=str(METHODS.get(body["method"], body["method"])),
        population=_inhabitants(item.source.territory.population),
        figures=_figures(body),
        bars=bars,
        order=order,
        channels=[
            (
                str(CHANNELS[line["channel"]]),
                number(line["voters"]),
                share(line["voters"], voters),
            )
            for line in body["channels"]
        ],
        opened=date.fromisoformat(body["opened"]),
        closed=date.fromisoformat(body["closed"]),
        page=body["page"],
        title=in_language(body["title"], language),
        thumbprint=grouped(item.kid),
        hash=grouped(item.hash, 8),
    )


def _figures(body: dict[str, Any]) -> list[dict[str, str]]:
    voters = body["voters"]
    figures = [
        {
            "value": number(voters),
            "unit": ngettext("voter", "voters", voters),
            "detail": "",
        }
    ]
    paper = sum(line["voters"] for line in body["channels"] if line["channel"] == "paper")
    if paper:
        figures[0]["detail"] = _("of whom %(number)s on paper") % {"number": number(paper)}
    if body["electorate"]:
        figures.append(
            {
                "value": share(voters, body["electorate"]),
                "unit": _("turnout"),
                "detail": _("of %(number)s on the roll") % {"number": number(body["electorate"])},
            }
        )
    return figures


@dataclass(frozen=True)
class Card:
    """A paired commune in the list."""

    source: Source
    name: str
    population: str
    badge: Badge
    sentence: str
    thumbprint: str
    published: list[tuple[str, str, date | None, str]]
    number: int


def card(source: Source, at: datetime) -> Card:
    health = source.health(at)
    return Card(
        source=source,
        name=source.territory.name,
        population=_inhabitants(source.territory.population),
        badge=Badge(str(health.label), BADGES[health]),
        sentence=explain(source.fault),
        thumbprint=grouped(source.thumbprint),
        published=[_published(item) for item in source.published],  # type: ignore[attr-defined]  # see queries.sources
        number=source.number,  # type: ignore[attr-defined]  # likewise
    )


def _published(item: Item) -> tuple[str, str, date | None, str]:
    """Type, title, day, and the address of its page where it has one here."""
    href = item.get_absolute_url() if item.type == "result" else ""
    return str(TYPES.get(item.type, item.type)), in_language(item.titles, get_language() or "fr"), item.day, href
