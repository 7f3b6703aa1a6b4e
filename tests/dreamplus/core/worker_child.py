"""What a forked process of `test_worker` does until it is killed: `work` runs a worker, `record` writes an event and
dies by its own hand. Loaded after the fork, so that its tasks are unknown to the suite."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from dreamplus.core.events import Event, handles, record
from dreamplus.core.models import AccessLog
from dreamplus.core.tasks import periodic, queue, task
from dreamplus.core.tasks.worker import Worker

FOLDER = Path()
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def write(subject: str) -> None:
    AccessLog.objects.create(actor_id=str(os.getpid()), purpose="tests", subject=subject, at=AT)


def wait_to_be_let_go(name: str) -> None:
    (FOLDER / f"{name}.started").touch()
    for _ in range(300):
        if (FOLDER / f"{name}.go").exists():
            return
        time.sleep(0.1)


@task(name="tests.whole", atomic=True)
def whole(*, subject: str) -> None:
    write(subject)
    wait_to_be_let_go(subject)


@task(name="tests.steps", slow=True)
def steps(*, subject: str) -> None:
    """Many short transactions, as a harvest or a newsletter: what is there is not written again."""
    for number in range(10):
        with transaction.atomic():
            if not AccessLog.objects.filter(subject=f"{subject}-{number}").exists():
                write(f"{subject}-{number}")
        if number == 4:
            wait_to_be_let_go(subject)


@task(name="tests.short", atomic=True)
def short(*, subject: str) -> None:
    write(subject)


@dataclass(frozen=True)
class LampLit(Event):
    name = "tests.lamp_lit"
    lamp: int


@handles(LampLit, name="tests.tell_neighbours")
def tell_neighbours(event: LampLit, *, record_id: int, at: datetime) -> None:
    write(f"lamp-{event.lamp}")


@periodic("minute", name="tests.tick")
def tick(*, at: datetime) -> None:
    write(f"tick-{at.isoformat()}")


def work(lease: float) -> None:
    queue.LEASE = timedelta(seconds=lease)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=lambda: (time.sleep(60), stop.set()), daemon=True).start()
    Worker(stop, poll=0.1, heartbeat=0.5).run()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def be_impatient() -> None:
    """Half a second for a lock, where production waits twenty."""
    options = settings.DATABASES["default"]["OPTIONS"]
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        options["timeout"] = 0.5
    else:
        options["options"] = "-c lock_timeout=500 -c application_name=worker_under_test"


def main(what: str, folder: Path, lease: float) -> None:
    global FOLDER
    FOLDER = folder
    be_impatient()
    match what:
        case "work":
            work(lease)
        case "record":
            with transaction.atomic():
                transaction.on_commit(die)
                record(LampLit(lamp=1), at=AT)
        case "record-uncommitted":
            with transaction.atomic():
                record(LampLit(lamp=2), at=AT)
                die()
