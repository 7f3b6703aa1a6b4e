"""The first steps: pages, an account, and an agent who opens a consultation with two votes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dreamplus.cli.clone.smoke.journey import Journey, Poll
from dreamplus.cli.clone.smoke.walker import Lost, Page, Walker

PARIS = ZoneInfo("Europe/Paris")
FOR_THE_TYPING = timedelta(seconds=75)  # from the making of the vote that the clock closes to its last ballot
WORDS = ("une fontaine", "des tilleuls", "un kiosque", "des bancs", "une halle", "un jardin", "des jeux", "un marché")


def home_pages(journey: Journey) -> str:
    """Home page of hub and instances, each in French by default and whole."""
    for site in (journey.hub, journey.commune, journey.village):
        page = Walker(site.origin).get("/")
        page.expect(site.place.hero)
        language = str(page.soup.html["lang"]) if page.soup.html else ""
        if not language.startswith("fr"):
            raise Lost(f"the home page of {site.slug} says that it is in {language!r}")
    return "three sites"


def sign_up_by_code(journey: Journey) -> str:
    email, _walker = journey.citizen()
    return email


def agent_opens_votes(journey: Journey) -> str:
    """Two votes with random options: one that the clock closes in two minutes, one that the agent will close."""
    agent, chance = journey.staff(), journey.chance
    page = agent.get("/gestion/consultations/nouvelle/")
    now = datetime.now(PARIS)
    page = agent.submit(
        page,
        page.form(field="commitment"),
        title=f"Essai {chance.randrange(10**6)}",
        summary="Une consultation faite par l’essai, avec deux votes.",
        body="Chaque option est tirée au sort.",
        commitment="Le conseil municipal suivra le résultat.",
        closes_at=f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}",
    )
    number = page.address.rstrip("/").rpartition("/")[2]
    minute = (now + FOR_THE_TYPING).replace(second=0, microsecond=0) + timedelta(minutes=1)
    by_agent = add_vote(journey, number, "Le vote clos par un agent", "single", now + timedelta(days=2))
    by_clock = add_vote(journey, number, "Le vote clos par l’heure", "several", minute)
    page = agent.get(f"/gestion/consultations/{number}/")
    page = agent.submit(page, page.form(action="/ouvrir/"))
    for poll in (by_agent, by_clock):
        poll.uuid = uuid_of(page, poll.title)
    journey.by_agent, journey.by_clock = by_agent, by_clock
    public = Walker(journey.commune.origin)
    journey.process = public.get(page.link("/participer/"))
    return journey.process.address


def add_vote(journey: Journey, process: str, title: str, method: str, closes_at: datetime) -> Poll:
    agent = journey.staff()
    options = journey.chance.sample(WORDS, journey.chance.randint(3, 6))
    page = agent.get(f"/gestion/consultations/{process}/vote/")
    agent.submit(
        page,
        page.form(field="question"),
        title=title,
        question="Que faut-il faire en premier ?",
        options="\n".join(options),
        method=method,
        least="1",
        most="2" if method == "several" else "1",
        closes_at=f"{closes_at:%Y-%m-%dT%H:%M}",
    ).expect(title)
    return Poll(title, options, method, closes_at=closes_at.replace(second=0, microsecond=0).astimezone(UTC))


def uuid_of(page: Page, title: str) -> str:
    """The activity of this title, in the agent's list of what was opened."""
    for link in page.soup.select("main a[href*='/gestion/activites/']"):
        if title in link.get_text():
            return str(link["href"]).rstrip("/").rpartition("/")[2]
    raise Lost(f"“{title}” is not among the activities: {page.words[:300]}")
