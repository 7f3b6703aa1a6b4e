"""Ballots: one with its receipt, one that replaces, many at once, and the turnout seen live."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin, urlsplit

from bs4 import Tag
from websockets.sync.client import connect
from websockets.typing import Origin

from dreamplus.cli.clone.smoke.journey import Journey, Poll, known
from dreamplus.cli.clone.smoke.taking_part import reference_on
from dreamplus.cli.clone.smoke.walker import Lost, Page, Walker, held

VOTERS = 6
AT_ONCE = 32
KEPT_FOR = 1.5  # seconds
SEEN_WITHIN = 8  # seconds, from the ballot to the socket


def vote_with_receipt(journey: Journey) -> str:
    """Several people vote on both; each receives a reference, and turnout follows."""
    for poll in (known(journey.by_clock), known(journey.by_agent)):
        for email, walker in voters(journey):
            chosen = draw(journey, poll)
            reference = reference_on(cast(walker, poll, chosen))
            poll.votes[email] = chosen
        expect_turnout(journey, poll, len(poll.votes))
    return f"{VOTERS} voters on each of two votes, last reference {reference}"


def voters(journey: Journey) -> list[tuple[str, Walker]]:
    while len(journey.citizens) < VOTERS:
        journey.citizen()
    return journey.citizens[:VOTERS]


def draw(journey: Journey, poll: Poll) -> list[str]:
    """Options at random; one time in six a blank vote."""
    if journey.chance.random() < 1 / 6:
        return []
    return journey.chance.sample(poll.options, 1 if poll.method == "single" else journey.chance.randint(1, 2))


def cast(walker: Walker, poll: Poll, chosen: list[str], *, language: str = "") -> Page:
    """Through the three pages of a vote: choose, read again, vote."""
    return walker.submit(*ready(walker, poll, chosen, language=language))


def ready(walker: Walker, poll: Poll, chosen: list[str], *, language: str = "") -> tuple[Page, Tag]:
    """The page where the choice is read again, and its form."""
    page = walker.get(f"{language}/vote/{poll.uuid}/")
    page = walker.submit(page, page.form(field="choices"), choices=codes(page, chosen))
    return page, page.form(action="/je-vote/")


def codes(page: Page, chosen: list[str]) -> list[str]:
    """The values of the boxes whose labels are `chosen`; the blank vote's when nothing is."""
    by_label = {}
    for box in page.soup.select("main [name=choices]"):
        label = box.find_parent("label") or page.soup.select_one(f"label[for='{box.get('id')}']")
        by_label[" ".join(label.get_text(" ").split()) if label else ""] = str(box["value"])
    if not chosen:
        blank = [code for label, code in by_label.items() if "lanc" in label.lower()]
        return blank[:1]
    found = [code for option in chosen for label, code in by_label.items() if label.startswith(option)]
    if len(found) != len(chosen):
        raise Lost(f"{chosen} is not among {list(by_label)}")
    return found


def turnout(journey: Journey, poll: Poll) -> int:
    """What anybody may read while the vote is open."""
    answer = Walker(journey.commune.origin).client.get(f"/live/polls.turnout/{poll.uuid}")
    return int(answer.json()["count"])


def expect_turnout(journey: Journey, poll: Poll, count: int) -> None:
    """Raises `Lost` unless `count` voters are shown, once the second for which a payload is kept has passed."""
    time.sleep(KEPT_FOR)
    shown = turnout(journey, poll)
    if shown != count:
        raise Lost(f"{shown} voters are shown instead of {count}")


def second_vote_replaces(journey: Journey) -> str:
    """The first voter votes again, once in French and once from the page in Dutch: one vote all along."""
    poll, (email, walker) = known(journey.by_agent), journey.citizens[0]
    references = set()
    for language in ("", "/nl"):
        chosen = [journey.chance.choice(poll.options)]
        references.add(reference_on(cast(walker, poll, chosen, language=language)))
        poll.votes[email] = chosen
    expect_turnout(journey, poll, len(poll.votes))
    return f"turnout stays {len(poll.votes)}; {len(references)} reference for both"


def parallel_votes(journey: Journey) -> str:
    """One person posts thirty-two times at once, from two open pages: one row."""
    poll, (email, walker) = known(journey.by_agent), journey.citizen()
    chosen = [journey.chance.choice(poll.options)]
    pages = [ready(walker, poll, chosen), ready(walker, poll, chosen)]
    sent = [(urljoin(page.address, str(form.get("action"))), held(form), page.address) for page, form in pages]
    headers = {"Origin": walker.origin}

    def post(number: int) -> int:
        address, values, referer = sent[number % 2]
        answer = walker.client.post(
            address, data=values, headers=headers | {"Referer": referer}, follow_redirects=False
        )
        return answer.status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = list(pool.map(post, range(AT_ONCE)))
    if any(status >= 500 for status in statuses) or 303 not in statuses:
        raise Lost(f"answers: {sorted(set(statuses))}")
    poll.votes[email] = chosen
    expect_turnout(journey, poll, len(poll.votes))
    return f"{AT_ONCE} posts, answers {sorted(set(statuses))}, one vote"


def live_turnout(journey: Journey) -> str:
    """A socket is told of a ballot cast elsewhere."""
    poll, (email, walker) = known(journey.by_agent), journey.citizen()
    host = urlsplit(journey.commune.origin).netloc
    before = turnout(journey, poll)
    with connect(
        f"ws://{host}/live/ws/polls.turnout/{poll.uuid}",
        origin=Origin(journey.commune.origin),
        proxy=None,
        open_timeout=10,
    ) as socket:
        chosen = [journey.chance.choice(poll.options)]
        cast(walker, poll, chosen)
        poll.votes[email] = chosen
        seen = []
        while before + 1 not in seen:
            seen.append(json.loads(socket.recv(timeout=SEEN_WITHIN)).get("count"))
    return f"counts seen: {seen}"
