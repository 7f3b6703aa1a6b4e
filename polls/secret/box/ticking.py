"""What the box does by itself: batches that are due, heads that the witness has not signed."""

from __future__ import annotations

import logging
import threading

from django.db import connections

from dreamplus.core.outbound import OutboundError
from polls.secret.box.models import Vote
from polls.secret.box.queries import is_sealed_up
from polls.secret.box.services import ask_witness, write_batch
from polls.secret.rules.refusals import Refused

logger = logging.getLogger("dreamplus.box")
EVERY = 1.0  # seconds


def tick() -> None:
    """Once over every vote; one that fails is logged, tried again, and stops no other."""
    for vote in Vote.objects.exclude(terms="").filter(fault=""):
        try:
            if not vote.closing:
                write_batch(vote)
            if not is_sealed_up(vote):
                ask_witness(vote)
        except (Refused, OutboundError) as trouble:
            logger.warning("%s: %s", vote.poll, trouble)
        except Exception:
            logger.exception("%s", vote.poll)


class Ticking(threading.Thread):
    """Ticks until `stop`."""

    def __init__(self) -> None:
        super().__init__(name="box", daemon=True)
        self.ending = threading.Event()

    def run(self) -> None:
        while not self.ending.wait(EVERY):
            try:
                tick()
            except Exception:
                logger.exception("The box could not look at its votes.")
            finally:
                connections.close_all()

    def stop(self) -> None:
        self.ending.set()
        self.join(timeout=10)
