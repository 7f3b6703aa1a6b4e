"""When objections end the box is told to forget its sealed ballots: any two scrutineers could open what is withheld."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import QuerySet

from dreamplus.core.outbound import OutboundError
from polls.secret import houses
from polls.secret.models import SecretVote
from polls.secret.rules.refusals import Refused

logger = logging.getLogger(__name__)


def due() -> QuerySet[SecretVote]:
    """Votes that are counted, whose objections have ended, and whose box has not been told."""
    ended = SecretVote.objects.filter(activity__poll_result__objections_ended_at__isnull=False)
    return ended.filter(result__isnull=False, forgotten_at=None).select_related("activity")


def forget_due(at: datetime) -> int:
    """Returns how many; one whose box is away is tried again, and stops no other."""
    done = 0
    for vote in due():
        try:
            houses.forget_ballots(vote.activity.uuid)
        except (Refused, OutboundError) as trouble:
            logger.warning("the box has not forgotten %s: %s", vote.activity.uuid, trouble)
            continue
        done += SecretVote.objects.filter(pk=vote.pk).update(forgotten_at=at)
    return done
