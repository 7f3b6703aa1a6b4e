"""One site of the demonstration, from a migrated, empty database."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import override
from wagtail.models import Site as WagtailSite

from dreamplus.cms.services import Office, found_site
from dreamplus.demonstration.content import hub, saint_aubin, wattrelin
from dreamplus.demonstration.content.shapes import Place, Site
from dreamplus.demonstration.services import moderation
from dreamplus.demonstration.services.help import make_places
from dreamplus.demonstration.services.organisations import make_organisations
from dreamplus.demonstration.services.pages import make_articles
from dreamplus.demonstration.services.people import make_residents, make_staff, make_voters
from dreamplus.demonstration.services.processes import Cast, make_processes
from dreamplus.moderation.services import found_charter
from dreamplus.people.roles import Role
from dreamplus.territory.quarters import add_quarter
from dreamplus.territory.services import invent_commune, load_territories

SITES = {"hub": hub.SITE, "commune": saint_aubin.SITE, "village": wattrelin.SITE}


def build(slug: str, *, at: datetime) -> Site:
    """Fills the database of `slug` (a key of `SITES`) as of `at`, all or nothing. Raises `KeyError`."""
    site = SITES[slug]
    with override("fr"), transaction.atomic():
        _found(site.place, languages=("fr", "nl") if site is saint_aubin.SITE else ("fr",))
        found_charter(at=at - timedelta(days=400))
        staff = make_staff(at=at)
        if site is hub.SITE:
            _territories()
        else:
            _invent(site.place)
            for name in site.quarters:
                add_quarter(name=name)
        residents = make_residents(site.people)
        voters = make_voters(_most_voters(site))
        if site.processes:
            places = make_places(site.help_places, by=staff[Role.AGENT], at=at - timedelta(days=90))
            cast = Cast(residents, voters, staff[Role.AGENT], staff[Role.OFFICIAL], places)
            make_organisations(site.organisations, cast, at=at - timedelta(days=60))
            make_processes(site.processes, cast, at=at)
            moderation.play(cast, at=at)
        make_articles(site, residents, at=at)
    return site


def _found(place: Place, *, languages: tuple[str, ...]) -> WagtailSite:
    office = Office(
        email=place.email,
        address=place.address,
        director="Personne inventée pour la démonstration",
        data_officer=place.email,
        host="Cette machine (démonstration)",
        host_address="127.0.0.1",
    )
    return found_site(
        name=place.name,
        tagline=place.tagline,
        primary=place.primary,
        accent=place.accent,
        sentence=place.hero,
        summary=place.lead,
        languages=languages,
        office=office,
    )


def _territories() -> None:
    """The real communes of Nord and Pas-de-Calais, then the two invented ones."""
    load_territories()
    for site in (saint_aubin.SITE, wattrelin.SITE):
        _invent(site.place)


def _invent(place: Place) -> None:
    invent_commune(code=place.code, name=place.name, population=place.population, department=place.code[:2])


def _most_voters(site: Site) -> int:
    polls = [sum(poll.ballots.values()) for process in site.processes for poll in process.polls]
    return max(polls, default=0)
