"""The morning digest of a large town: 50 000 people, three notices each, about the demonstration's proposals (L8).

From the first look at what is due to the last letter written out, in one process. `lost`, `double`: people.
"""

from __future__ import annotations

import json
import os
import time
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import django

from dreamplus.cli.main import choose_settings

PEOPLE, EACH = int(os.environ.get("BENCH_PEOPLE", "50000")), 3
MOST_SECONDS, MOST_TRANSACTION = 60, 200
AT_ONCE = 2000


def main() -> dict[str, Any]:
    """Goals, figures, conditions; see docs/figures.md."""
    choose_settings()
    django.setup()
    from django.conf import settings

    settings.EMAIL_BACKEND = "dreamplus.cli.clone.bench.sink.Sink"
    from dreamplus.core import clock

    at = clock.now()
    prepare(at)
    return measure(at + timedelta(days=1))


def prepare(at: datetime) -> None:
    """Accounts and notices, written in bulk; not measured."""
    from consultations.proposals.models import Proposal
    from consultations.proposals.notices import FOLLOWED
    from dreamplus.notifications.models import Notice
    from dreamplus.people.models import User

    proposals = list(
        Proposal.objects.filter(contribution__status="visible").values_list("contribution__uuid", flat=True)
    )
    fresh = (
        User(email=f"digest-{number}@demo.exemple", language=("fr", "nl")[number % 9 == 0]) for number in range(PEOPLE)
    )
    number = 0
    while people := list(islice(fresh, AT_ONCE)):
        rows = []
        for person in User.objects.bulk_create(people):
            number += 1
            for rank in range(EACH):
                proposal = proposals[(number * (rank + 1) + 5 * rank) % len(proposals)]
                told = {"kind": FOLLOWED, "key": f"{rank}:{proposal}", "subject": f"proposal:{proposal}"}
                waits = {"created_at": at, "channel": "daily", "mail_due": at}
                rows.append(Notice(recipient=person, payload={"proposal": str(proposal)}, **told, **waits))
        Notice.objects.bulk_create(rows, batch_size=500)


def measure(at: datetime) -> dict[str, Any]:
    from dreamplus.cli.clone.bench.first import conditions
    from dreamplus.cli.clone.bench.sink import TAKEN
    from dreamplus.notifications.services.composing import compose_batch
    from dreamplus.notifications.services.delivering import deliver_due

    transactions = []
    begun, cpu = time.perf_counter(), time.process_time()
    composed = 1
    while composed:
        started = time.perf_counter()
        composed = compose_batch(at=at)
        transactions.append(time.perf_counter() - started)
    while deliver_due(at=at).more:
        pass
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    ours = {address: number for address, number in TAKEN.items() if address.startswith("digest-")}
    figures = {
        "people": PEOPLE,
        "letters": sum(ours.values()),
        "digest_seconds": round(seconds, 1),
        "seconds_to_compose": round(sum(transactions), 1),
        "digest_cpu_seconds": round(cpu, 1),
        "cpu_ms_per_letter": round(cpu * 1000 / max(1, sum(ours.values())), 2),
        "longest_transaction_ms": round(max(transactions) * 1000),
        "lost": PEOPLE - len(ours),
        "double": sum(number > 1 for number in ours.values()),
    }
    goals = {"digest_seconds": MOST_SECONDS, "longest_transaction_ms": MOST_TRANSACTION, "lost": 0, "double": 0}
    missed = [key for key, most in goals.items() if figures[key] > most]
    return {
        "name": "digest",
        "ok": not missed,
        "missed": missed,
        "goals": {key: f"<= {most}" for key, most in goals.items()},
        "figures": figures,
        "conditions": conditions(),
    }


if __name__ == "__main__":
    print(json.dumps(main()))
