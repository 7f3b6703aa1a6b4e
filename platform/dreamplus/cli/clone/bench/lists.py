"""Lists at a hundred and at ten thousand rows (L3): the same queries, hardly more CPU. And a quarter of a million
answers to a survey taken away as a table (L8): the memory of a few.

Both lengths of each list are visited in turn, one batch of each, three rounds; the ratio is the median of the rounds.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

from dreamplus.cli.clone.bench.first import ROUNDS, Visit, conditions, count_queries, cpu_of, page
from dreamplus.cli.main import choose_settings

SHORT, LONG = 100, 10_000
ANSWERS = int(os.environ.get("BENCH_ANSWERS", "250000"))
MOST_QUERIES, MOST_RATIO, MOST_MIB = 15, 1.5, 100
AT_ONCE = 2_000


def main() -> dict[str, Any]:
    """Goals, figures, conditions; see docs/figures.md."""
    choose_settings()
    django.setup()
    from dreamplus.core import clock

    at = clock.now()
    subjects = {**_proposals(at), **_surveys(at)}
    queries = {(name, length): count_queries(visits[length]) for name, visits in subjects.items() for length in visits}
    rounds = [
        {(name, n): cpu_of(visits[n]) for name, visits in subjects.items() for n in visits} for _ in range(ROUNDS)
    ]
    figures: dict[str, float] = {}
    goals: dict[str, float] = {}
    for name in subjects:
        figures[f"{name}_queries_{SHORT}"] = queries[name, SHORT]
        figures[f"{name}_queries_{LONG}"] = queries[name, LONG]
        ratio = statistics.median(each[name, LONG] / each[name, SHORT] for each in rounds)
        figures[f"{name}_cpu_ratio"] = round(ratio, 2)
        goals |= {f"{name}_queries_{LONG}": min(MOST_QUERIES, queries[name, SHORT]), f"{name}_cpu_ratio": MOST_RATIO}
    figures |= _export(at)
    goals |= {"export_growth_mib": MOST_MIB, "export_lost": 0}
    missed = [key for key, most in goals.items() if figures[key] > most]
    return {
        "name": "lists",
        "ok": not missed,
        "missed": missed,
        "goals": {key: f"<= {most}" for key, most in goals.items()},
        "figures": figures,
        "conditions": conditions(),
    }


# What is visited ------------------------------------------------------------------------------------------------------
def _proposals(at: datetime) -> dict[str, dict[int, Visit]]:
    """The public page of a collection, newest first and most supported first."""
    from consultations.proposals.models import Proposal
    from dreamplus.participation.models import Contribution

    pages = {}
    for length in (SHORT, LONG):
        step = _process(at, f"Collecte de {length}")
        people, activity = _people(length), step.activity
        rows = [Contribution(activity=activity, author_id=people[n], created_at=at) for n in range(length)]
        proposals = []
        for number, made in enumerate(_in_batches(Contribution, rows)):
            words = {"title": f"Une idée, numéro {number}", "body": "Planter un tilleul devant l’école, et un banc."}
            told = Proposal(
                contribution=made, activity=activity, search_text=f"idee {number}", supports=number % 97, **words
            )
            proposals.append(told)
        Proposal.objects.bulk_create(proposals, batch_size=500)
        pages[length] = step.get_url() or ""
    by_support = {length: _queried(address, "tri=soutien") for length, address in pages.items()}
    return {"proposals": {length: page(address) for length, address in pages.items()}, "proposals_sorted": by_support}


def _surveys(at: datetime) -> dict[str, dict[int, Visit]]:
    """The public page with live results, and the answers one by one for an agent."""
    from dreamplus.cli.clone.bench.visits import session_of
    from dreamplus.people.models import User

    agent = session_of(User.objects.get(email="agent@demo.exemple"), second_factor=True)
    results: dict[int, Visit] = {}
    lists: dict[int, Visit] = {}
    for length in (SHORT, LONG):
        survey = _survey(at, length)
        results[length] = page(survey.get_url() or "")
        lists[length] = page(f"/gestion/questionnaire/{survey.activity.uuid}/reponses/", session=agent)
    return {"survey": results, "survey_answers": lists}


def _queried(address: str, query: str) -> Visit:
    from dreamplus.cli.clone.bench.visits import visit
    from dreamplus.conf.wsgi import application

    return lambda: visit(application, address, query=query).status


# The export -----------------------------------------------------------------------------------------------------------
def _export(at: datetime) -> dict[str, float]:
    """Every line of it, as the view streams them. Growth: what the process needs above what it had before."""
    from consultations.surveys.export import table
    from dreamplus.core.sheets import csv_lines

    survey = _survey(at, ANSWERS)
    before = _resident()
    begun, most, lines = time.perf_counter(), 0.0, 0
    for number, line in enumerate(csv_lines(*table(survey.activity, "fr"))):
        lines += line.count(b"\r\n")
        if number % 5_000 == 0:
            most = max(most, _resident())
    return {
        "export_answers": ANSWERS,
        "export_seconds": round(time.perf_counter() - begun, 1),
        "export_growth_mib": round(max(most - before, 0), 1),
        "export_lost": ANSWERS + 1 - lines,
        "peak_mib_of_all": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _resident() -> float:
    """MiB of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


# What is there --------------------------------------------------------------------------------------------------------
def _process(at: datetime, title: str) -> Any:
    """An open collection of proposals."""
    from consultations.proposals.pages import ProposalsPage
    from consultations.services.opening import open_process
    from consultations.services.prepare import Collection, create_process
    from dreamplus.people.models import User

    agent = User.objects.get(email="agent@demo.exemple")
    words: dict[str, Any] = {"title": title, "summary": "Un essai.", "body": "", "commitment": "Le conseil décide."}
    collection = Collection(at, at + timedelta(days=20), [])
    process = create_process(**words, milestones=[], collection=collection, by=agent, at=at)
    open_process(process=process, by=agent, at=at)
    return ProposalsPage.objects.child_of(process).get()


def _survey(at: datetime, length: int) -> Any:
    """Open, with its results live and counted, and so many answers."""
    from consultations.services.opening import open_process
    from consultations.services.prepare import create_process
    from consultations.surveys import ready
    from consultations.surveys.models import Response
    from consultations.surveys.pages import SurveyPage
    from consultations.surveys.services import counting
    from consultations.surveys.services.building import create_survey
    from dreamplus.participation.enums import Visibility
    from dreamplus.participation.services import set_visibility
    from dreamplus.people.models import User

    agent = User.objects.get(email="agent@demo.exemple")
    words: dict[str, Any] = {"title": f"Questionnaire de {length}", "summary": "Un essai.", "body": ""}
    words["commitment"] = "Le conseil décide."
    process = create_process(**words, milestones=[], collection=None, by=agent, at=at)
    asked = ready.questionnaire(ready.SERVICE)
    dates = {"opens_at": at, "closes_at": at + timedelta(days=20)}
    survey = create_survey(parent=process, title="Questions", summary="", **dates, asked=asked, by=agent, at=at)
    set_visibility(activity=survey.activity, results_visibility=Visibility.LIVE, at=at)
    open_process(process=process, by=agent, at=at)
    survey = SurveyPage.objects.get(pk=survey.pk)
    rows = (
        Response(
            uuid=uuid4(),
            activity=survey.activity,
            language="fr",
            day=at.date(),
            answers={
                "q2": f"o{number % 4 + 1}",
                "q3": {f"r{row}": f"o{(number + row) % 5 + 1}" for row in range(1, 5)},
                "q4": number % 11,
                "q5": f"Ouvrir plus tard le mercredi, et le dire dans la lettre aux familles, numéro {number}.",
            },
        )
        for number in range(length)
    )
    for _row in _in_batches(Response, rows):
        pass
    counting.count(survey.activity, at=at)
    return survey


def _people(number: int) -> list[int]:
    from dreamplus.people.models import User

    fresh = (User(email=f"liste-{uuid4().hex}@demo.exemple", display_name=f"Une personne {n}") for n in range(number))
    return [one.pk for one in _in_batches(User, fresh)]


def _in_batches(model: Any, rows: Any) -> Iterator[Any]:
    """Written in bulk; not measured."""
    left = iter(rows)
    while batch := list(islice(left, AT_ONCE)):
        yield from model.objects.bulk_create(batch)


if __name__ == "__main__":
    print(json.dumps(main()))
