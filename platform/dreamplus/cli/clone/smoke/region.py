"""The hub: a result arrives signed and verified; a list that was tampered with is refused."""

from __future__ import annotations

import json
import sqlite3

from dreamplus.cli.clone.sites import Site
from dreamplus.cli.clone.smoke.closing import published_in_feed
from dreamplus.cli.clone.smoke.journey import Journey, Poll, known, sign_in_staff, wait_for
from dreamplus.cli.clone.smoke.walker import Lost, Page, Walker
from dreamplus.people.roles import Role

SIGNED_WITHIN = 150  # seconds: the minute tick settles, then signs
HARVESTED_WITHIN = 240  # seconds: the hub's round comes with its minute tick
LIE = 7919  # a number of votes that nobody cast


def signed_entry_verified(journey: Journey) -> str:
    """The instance signs the result, the hub fetches it by itself and says that it verified it."""
    poll = known(journey.by_agent)
    visitor = Walker(journey.commune.origin)
    wait_for(lambda: published_in_feed(visitor, poll.title) or None, "the signed line", seconds=SIGNED_WITHIN)
    row = wait_for(lambda: row_of(journey, poll), "the result on the hub", seconds=HARVESTED_WITHIN, every=3)
    if "vérifié" not in row:
        raise Lost(f"the hub does not say that it verified: {row}")
    return row


def row_of(journey: Journey, poll: Poll) -> str | None:
    page = Walker(journey.hub.origin).get("/resultats/")
    rows = [" ".join(row.get_text(" ").split()) for row in page.soup.select("main table tr")]
    return next((row for row in rows if poll.title in row and journey.commune.place.name in row), None)


def result_on_hub(journey: Journey) -> str:
    """The hub's own page of the result gives our tally."""
    poll, visitor = known(journey.by_agent), Walker(journey.hub.origin)
    listing = visitor.get("/resultats/")
    link = next((a for a in listing.soup.select("main a[href*='/resultats/']") if poll.title in a.get_text()), None)
    if link is None:
        raise Lost(f"no link to the result: {listing.words[:300]}")
    page: Page = visitor.get(str(link["href"]))
    for option, votes in poll.tally.items():
        rows = [row.get_text(" ").split() for row in page.soup.select("main table tr") if option in row.get_text(" ")]
        if not any(str(votes) in row for row in rows):
            raise Lost(f"the hub does not give {votes} to “{option}”: {rows}")
    return page.address


def tampered_list_refused(journey: Journey) -> str:
    """The village signs a new result, whose figures are then changed in its own database: the hub refuses the line.

    What the hub had verified before stays as it was.
    """
    village, hub = journey.village, journey.hub
    before = Walker(hub.origin).get("/resultats/").words
    hub.manage("dream_source", "suspend", village.origin)  # so that the hub does not read before the lie is in place
    title = close_a_vote(village)
    wait_for(lambda: published_in_feed(Walker(village.origin), title) or None, "the signed line", seconds=SIGNED_WITHIN)
    alter_last_result(journey)
    hub.manage("dream_source", "release", village.origin)
    said = hub.manage("dream_harvest", "--origin", village.origin)
    if "verified" in said.rpartition("·")[2]:
        raise Lost(f"the hub took the altered list: {said}")
    after = Walker(hub.origin).get("/resultats/").words
    if title in after:
        raise Lost("the hub shows the altered result")
    if village.place.name in before and village.place.name not in after:
        raise Lost("what was verified before has gone")
    return said


def close_a_vote(site: Site) -> str:
    """Title of an open vote of this site, which its agent closes now."""
    agent = sign_in_staff(site, Role.AGENT)
    for link in agent.get("/gestion/").soup.select("main a[href*='/gestion/activites/']"):
        uuid = str(link["href"]).rstrip("/").rpartition("/")[2]
        if uuid == "activites" or agent.client.get(f"/vote/{uuid}/").status_code != 200:
            continue
        page = agent.get(f"/gestion/activites/{uuid}/cloture/")
        agent.submit(page, page.form(field="reason"), reason="Pour l’essai.")
        return " ".join(link.get_text().split())
    raise Lost(f"no vote is open at {site.origin}")


def alter_last_result(journey: Journey) -> None:
    with sqlite3.connect(journey.village.folder / "dream.sqlite3", timeout=20) as database:
        rows = database.execute("SELECT seq, body FROM federation_entry WHERE body IS NOT NULL ORDER BY seq DESC")
        for seq, body in rows.fetchall():
            words = json.loads(body)
            if "options" in words:
                words["options"][0]["votes"] = LIE
                database.execute("UPDATE federation_entry SET body = ? WHERE seq = ?", [json.dumps(words), seq])
                return
    raise Lost("the village has published no result")
