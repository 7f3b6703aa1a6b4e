"""Sealed until closing, closed by an agent and by the clock, counted right, published then and only then."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

from dreamplus.cli.clone.smoke.journey import Journey, Poll, known, wait_for
from dreamplus.cli.clone.smoke.walker import Lost, Page, Walker

SETTLED_WITHIN = 150  # seconds after closing: the worker's minute tick, on a machine that may be busy
REASON = "Toutes les voix attendues sont là."


def sealed_until_closing(journey: Journey) -> str:
    """While it is open, no door says how the votes are spread."""
    visitor = Walker(journey.commune.origin)
    poll = known(journey.by_agent)
    for address in (f"/donnees/{poll.uuid}.json", f"/donnees/{poll.uuid}.csv", f"/live/polls.result/{poll.uuid}"):
        answer = visitor.client.get(address)
        if answer.status_code != 404:
            raise Lost(f"{address} answers {answer.status_code} before closing")
    page = visitor.get(f"/vote/{poll.uuid}/resultat/")
    if page.soup.select_one("main table"):
        raise Lost(f"a table is shown before closing: {page.words[:300]}")
    if published_in_feed(visitor, poll.title):
        raise Lost("the signed list holds the result before closing")
    return "page, table, document, live channel, signed list"


def published_in_feed(visitor: Walker, title: str) -> bool:
    """Whether the signed list has a result of this title."""
    lines, after = [], 0
    while True:
        answer = visitor.client.get("/federation/v1/changes", params={"since": after}).json()
        fresh = answer.get("entries", [])
        lines += fresh
        if not fresh or len(fresh) < 100:
            break
        after += len(fresh)
    bodies = [line.get("b") or {} for line in lines]
    return any("options" in body and title in str(body.get("title")) for body in bodies)


def closed_by_agent(journey: Journey) -> str:
    """With a reason that is published; the result follows, equal to our own tally."""
    agent, poll = journey.staff(), known(journey.by_agent)
    page = agent.get(f"/gestion/activites/{poll.uuid}/cloture/")
    agent.submit(page, page.form(field="reason"), reason=REASON)
    refused = Walker(journey.commune.origin).get(f"/vote/{poll.uuid}/")
    if refused.soup.select("main [name=choices]"):
        raise Lost("a ballot is still offered after closing")
    result = wait_for(lambda: result_of(journey, poll), "the result", seconds=SETTLED_WITHIN)
    if result["closed_early_reason"] != REASON:
        raise Lost(f"the reason published is {result['closed_early_reason']!r}")
    return compare(journey, poll, result)


def closed_by_clock(journey: Journey) -> str:
    """Nobody does anything: at the minute it closes, then it is counted."""
    poll = known(journey.by_clock)
    left = (known(poll.closes_at) - datetime.now(UTC)).total_seconds()
    result = wait_for(lambda: result_of(journey, poll), "the result", seconds=max(0.0, left) + SETTLED_WITHIN)
    if datetime.now(UTC) < known(poll.closes_at):
        raise Lost("the result was there before closing")
    return compare(journey, poll, result)


def result_of(journey: Journey, poll: Poll) -> dict[str, Any] | None:
    answer = Walker(journey.commune.origin).client.get(f"/donnees/{poll.uuid}.json")
    return dict(answer.json()["result"]) if answer.status_code == 200 else None


def compare(journey: Journey, poll: Poll, result: dict[str, Any]) -> str:
    """Document, page and table all say what we counted. Raises `Lost` otherwise."""
    counted = {option["label"]["fr"]: option["votes"] for option in result["options"]}
    if counted != poll.tally or result["ballots"]["blank"] != poll.blank or result["turnout"] != len(poll.votes):
        raise Lost(f"published {counted}, blank {result['ballots']['blank']}; counted {poll.tally}, blank {poll.blank}")
    visitor = Walker(journey.commune.origin)
    compare_page(visitor.get(f"/vote/{poll.uuid}/resultat/"), poll)
    text = visitor.client.get(f"/donnees/{poll.uuid}.csv").content.decode("utf-8-sig")
    cells = {cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row}
    if not set(poll.options) <= cells:
        raise Lost("an option is missing from the table that can be downloaded")
    return f"{len(poll.votes)} voters, {poll.tally}, blank {poll.blank}"


def compare_page(page: Page, poll: Poll) -> None:
    for option, votes in poll.tally.items():
        rows = [row.get_text(" ") for row in page.soup.select("main table tr") if option in row.get_text(" ")]
        if not any(str(votes) in row.split() for row in rows):
            raise Lost(f"the page does not give {votes} to “{option}”: {rows}")
