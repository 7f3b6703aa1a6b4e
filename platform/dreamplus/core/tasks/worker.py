"""The worker: two threads that take tasks, one that prolongs leases. A process of its own, or a thread of another.

One thread only takes quick tasks, so that a harvest or a newsletter never delays the minute tick. Nothing here may end
because the database is locked or away: it waits, connects again and goes on.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from dreamplus.core import clock
from dreamplus.core.models import TaskRun
from dreamplus.core.tasks import queue, running
from dreamplus.core.tasks.schedule import Schedule

logger = logging.getLogger("dreamplus.tasks")
UNAVAILABLE = (DatabaseError, InterfaceError)


class Worker:
    """Runs due tasks until `stop` is set, then finishes what it holds for at most `grace` seconds.

    `poll`: seconds between two looks at an empty table. Leases are prolonged every `heartbeat` seconds.
    """

    def __init__(
        self, stop: threading.Event, *, poll: float = 1.0, heartbeat: float = 15.0, grace: float = 25.0
    ) -> None:
        self.stop = stop
        self.poll = poll
        self.heartbeat = heartbeat
        self.grace = grace
        self.name = f"{socket.gethostname()[:60]}/{os.getpid()}/{secrets.token_hex(4)}"
        self._schedule = Schedule()
        self._held: set[int] = set()
        self._ended = threading.Event()

    def run(self) -> None:
        """Blocks until `stop` is set and the tasks in hand are done (or `grace` is over: their leases then run out)."""
        logger.info("Worker %s begins.", self.name)
        takers = [
            threading.Thread(target=self._guarded, args=(self._quick,), name="tasks-quick", daemon=True),
            threading.Thread(target=self._guarded, args=(self._any,), name="tasks-any", daemon=True),
        ]
        heart = threading.Thread(target=self._beat, name="tasks-heart", daemon=True)
        for thread in (*takers, heart):
            thread.start()
        self.stop.wait()
        for thread in takers:
            thread.join(self.grace)
        self._ended.set()
        heart.join(5)
        logger.info("Worker %s ends%s.", self.name, " with tasks unfinished" if self._held else "")

    def _guarded(self, step: Callable[[], bool]) -> None:
        """Repeats `step` (True: there may be more to do at once), whatever the database does."""
        pause = self.poll
        while not self.stop.is_set():
            try:
                close_old_connections()
                busy = step()
                pause = self.poll
            except UNAVAILABLE as error:
                logger.warning("Database not available to the worker: %s", type(error).__name__)
                connections.close_all()
                pause, busy = min(pause * 2, 10.0), False
            except Exception:
                logger.exception("The worker met a fault of its own.")
                pause, busy = min(pause * 2, 10.0), False
            if not busy:
                self.stop.wait(pause)
        connections.close_all()

    def _quick(self) -> bool:
        self._schedule.enqueue_due(at=clock.now())
        return self._take(quick_only=True)

    def _any(self) -> bool:
        return self._take(quick_only=False)

    def _take(self, *, quick_only: bool) -> bool:
        run = queue.claim(worker=self.name, at=clock.now(), quick_only=quick_only)
        if run is None:
            return False
        self._held.add(run.pk)
        try:
            if self.stop.is_set():
                queue.give_back(run, at=clock.now())
            else:
                self._perform(run)
        finally:
            self._held.discard(run.pk)
        return True

    def _perform(self, run: TaskRun) -> None:
        """Runs a held task. When its end cannot be written the lease is left to run out, and it is tried again."""
        try:
            running.perform(run)
        except UNAVAILABLE:
            logger.warning("The end of task %s %s could not be written; it will run again.", run.pk, run.name)
            raise

    def _beat(self) -> None:
        while not self._ended.wait(self.heartbeat):
            held = list(self._held)
            if not held:
                continue
            try:
                close_old_connections()
                queue.beat(worker=self.name, runs=held, at=clock.now())
            except UNAVAILABLE:
                connections.close_all()
        connections.close_all()
