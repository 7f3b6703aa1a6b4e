"""What a page and a ballot cost, in queries and in CPU as a multiple of an empty view of the same run.

The subjects are interleaved: one batch of each, three rounds, medians. CPU is the process's own (user and system).
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import django
from django.conf import settings

from dreamplus.cli.main import choose_settings

ROUNDS, BATCH = 3, 40
MOST_QUERIES_OF_A_BALLOT, MOST_QUERIES_OF_A_PAGE = 6, 15
EMPTY, BALLOT, SIGN_IN = "empty view", "ballot", "sign-in"
Visit = Callable[[], int]


def main() -> dict[str, Any]:
    """Goals, figures, conditions; see docs/figures.md."""
    choose_settings()
    settings.ROOT_URLCONF = "dreamplus.cli.clone.bench.urls"
    django.setup()
    addresses = pages()
    subjects = {EMPTY: page("/bench/empty/"), **{name: page(at) for name, at in addresses.items()}, BALLOT: ballots()}
    queries = {name: count_queries(visit) for name, visit in subjects.items()}
    queries |= {f"{name} signed in": count_queries(visit) for name, visit in signed_in(addresses).items()}
    rounds = [{name: cpu_of(visit) for name, visit in subjects.items()} for _ in range(ROUNDS)]
    return report(queries, rounds)


def pages() -> dict[str, str]:
    """Addresses of public pages by what they are; the richest of each kind in the demonstration."""
    from consultations.pages import ProcessPage
    from consultations.proposals.pages import ProposalsPage
    from dreamplus.cms.pages import NewsPage
    from polls.pages import PollPage

    found = {"home": "/", "search": "/recherche/", "open data": "/donnees/", SIGN_IN: "/compte/login/"}
    for name, model in (
        ("consultation", ProcessPage),
        ("proposals", ProposalsPage),
        ("news", NewsPage),
        ("poll", PollPage),
    ):
        first = model.objects.live().filter(locale__language_code="fr").order_by("path").first()
        if first is not None:
            found[name] = first.get_url() or "/"
    return found


def page(address: str, *, session: str = "") -> Visit:
    from dreamplus.cli.clone.bench.visits import visit
    from dreamplus.conf.wsgi import application

    return lambda: visit(application, address, session=session).status


def signed_in(addresses: dict[str, str]) -> dict[str, Visit]:
    """The same pages for somebody who is signed in; whoever is has no sign-in page."""
    from dreamplus.cli.clone.bench.visits import session_of
    from dreamplus.people.services import create_confirmed_user

    session = session_of(create_confirmed_user(email="bench-reader@demo.exemple"))
    return {name: page(address, session=session) for name, address in addresses.items() if name != SIGN_IN}


def ballots() -> Visit:
    """Each visit is the ballot of another person, signed in, through the view that casts it."""
    from dreamplus.cli.clone.bench.visits import session_of, visit
    from dreamplus.conf.wsgi import application
    from dreamplus.core import clock
    from dreamplus.participation.enums import State
    from dreamplus.participation.models import Activity
    from dreamplus.people.services import create_confirmed_user
    from polls.services import new_key

    at = clock.now()
    polls = Activity.objects.filter(kind="poll").order_by("-closes_at")
    poll = next(activity for activity in polls if activity.state(at) == State.OPEN)
    option = poll.rules["options"][0]

    def sessions() -> Iterator[str]:
        for number in range(ROUNDS * BATCH + 2):
            yield session_of(create_confirmed_user(email=f"bench-{number}@demo.exemple"))

    ready = iter(list(sessions()))
    return lambda: (
        visit(
            application,
            f"/vote/{poll.uuid}/je-vote/",
            session=next(ready),
            form={"choices": [option], "key": new_key()},
        ).status
    )


def count_queries(visited: Visit) -> int:
    """Queries of a second visit. Raises `RuntimeError` when a visit does not succeed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    expect(visited())
    with CaptureQueriesContext(connection) as captured:
        expect(visited())
    return len(captured)


def cpu_of(visited: Visit) -> float:
    """Milliseconds of CPU of one visit, over a batch."""
    before = time.process_time()
    for _ in range(BATCH):
        expect(visited())
    return (time.process_time() - before) * 1000 / BATCH


def expect(status: int) -> None:
    if status not in (200, 303):
        raise RuntimeError(f"a visit answered {status}")


def report(queries: dict[str, int], rounds: list[dict[str, float]]) -> dict[str, Any]:
    """The one form of every figure."""
    multiples = {name: statistics.median(each[name] / each[EMPTY] for each in rounds) for name in rounds[0]}
    milliseconds = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
    figures: dict[str, float] = {
        "queries_per_ballot": queries[BALLOT],
        "cpu_ms_per_ballot": round(milliseconds[BALLOT], 2),
        "cpu_multiple_of_empty_view": round(multiples[BALLOT], 1),
        "empty_view_cpu_ms": round(milliseconds[EMPTY], 2),
    }
    goals = {"queries_per_ballot": MOST_QUERIES_OF_A_BALLOT}
    for name in queries.keys() - {EMPTY, BALLOT}:
        key = name.replace(" ", "_").replace("-", "_")
        figures[f"{key}_queries"] = queries[name]
        if name in multiples:
            figures[f"{key}_cpu_multiple"] = round(multiples[name], 1)
        goals[f"{key}_queries"] = MOST_QUERIES_OF_A_PAGE
    missed = [key for key, most in goals.items() if figures[key] > most]
    return {
        "name": "first",
        "ok": not missed,
        "missed": missed,
        "goals": {key: f"<= {most}" for key, most in sorted(goals.items())},
        "figures": dict(sorted(figures.items())),
        "conditions": conditions(),
    }


def conditions() -> dict[str, Any]:
    from django.db import connection

    return {
        "database": connection.vendor,
        "processes": 1,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "django": django.get_version(),
        "rounds": ROUNDS,
        "batch": BATCH,
    }


if __name__ == "__main__":
    print(json.dumps(main()))
