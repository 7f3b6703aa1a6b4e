"""The voting page, fetched as a voter would at hours that nobody knows: another one than the terms name is reported."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from dreamplus.core.outbound import OutboundError, fetch
from dreamplus.federation.witness.models import WitnessedVote

logger = logging.getLogger(__name__)
ONE_IN = 4
"""Of the hours, on average, at which a vote is looked at."""
MOST_BYTES = 5_000_000


def drawn() -> bool:
    """Whether a vote is looked at this hour."""
    return secrets.randbelow(ONE_IN) == 0


def look_at_booths(at: datetime, chosen: Callable[[], bool] = drawn) -> int:
    """At every vote that is not closed and that `chosen` picks; one whose box is away stops no other. How many.

    An altered page stays reported, also when the right one is back.
    """
    looked = 0
    for vote in WitnessedVote.objects.filter(is_closed=False).exclude(box=""):
        if not chosen():
            continue
        try:
            # On one machine browsers say `localhost`; servers call the number.
            box = vote.box.replace("http://localhost:", "http://127.0.0.1:")
            answer = fetch(f"{box}/votes/{vote.poll}/", max_bytes=MOST_BYTES)
        except OutboundError as away:
            logger.warning("the voting page of %s: %s", vote.poll, away)
            continue
        if answer.status != 200:
            continue
        if sha256(answer.body).hexdigest() != vote.booth:
            logger.error("the voting page of %s is not the one of its terms", vote.poll)
            WitnessedVote.objects.filter(pk=vote.pk, altered_at=None).update(altered_at=at)
        looked += WitnessedVote.objects.filter(pk=vote.pk).update(looked_at=at)
    return looked
