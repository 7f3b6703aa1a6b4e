"""After the closing: the box is told how many tokens were given and what was read from paper; the log is kept once the
witness has signed it."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from dreamplus.core.outbound import OutboundError
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.queries import is_awaited
from polls.secret import houses, issuing
from polls.secret.models import SecretVote, Token
from polls.secret.rules.canonical import encode
from polls.secret.rules.publication import Publication
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import Terms
from polls.secret.services.laying import look_at_log, terms_of
from polls.secret.services.opening import KEYS_NEEDED, open_box
from polls.secret.services.papers import papers_of, said_on_paper
from polls.secret.services.postponing import follow_log

logger = logging.getLogger(__name__)


def look_after(at: datetime) -> int:
    """What time brings to every secret vote under way; one that fails is noted, tried again, and stops no other.

    Returns how many had something to do.
    """
    done = 0
    under_way = SecretVote.objects.exclude(terms="").filter(result__isnull=True).select_related("activity")
    for vote in under_way:
        try:
            done += _step(vote, at)
        except (Refused, OutboundError) as trouble:
            code = trouble.code if isinstance(trouble, Refused) else "away"
            SecretVote.objects.filter(pk=vote.pk).update(trouble=code)
            logger.warning("secret vote %s: %s", vote.activity.uuid, trouble)
        except Exception:
            logger.exception("secret vote %s", vote.activity.uuid)
    return done


def _step(vote: SecretVote, at: datetime) -> bool:
    activity = vote.activity
    if vote.laid_at is None:
        return look_at_log(vote, at)
    if activity.closes_at is None or at < activity.closes_at:
        return False
    if not vote.sealed:
        return _seal(vote, at)
    if vote.scrutineers.exclude(private="").count() >= KEYS_NEEDED:
        open_box(vote, at)
        return True
    return False


def _seal(vote: SecretVote, at: datetime) -> bool:
    """Closes the box with the number of tokens, adds the paper where people vote so, then keeps the log once its last
    head bears both signatures."""
    with transaction.atomic():
        activity = Activity.objects.select_for_update().get(pk=vote.activity_id)
        tokens = Token.objects.filter(attendance__activity=activity).count()
    try:
        houses.close_box(activity.uuid, tokens)
    except Refused as refused:
        if refused.code == "not-yet":  # its clock is behind ours, or its closing was moved
            return follow_log(activity, at)
        raise
    issuing.end(activity.uuid)
    log = houses.log_of(activity.uuid)
    told = Publication.read(log, None)
    last = max(told.heads, key=lambda head: head["head"]["size"], default=None)
    if told.closing is None or last is None or last["witness"] is None or last["head"]["size"] != len(told.leaves):
        return False
    if not told.is_complete:
        return _add_paper(activity, terms_of(vote))
    SecretVote.objects.filter(pk=vote.pk).update(sealed=log.decode(), trouble="")
    return True


def _add_paper(activity: Activity, terms: Terms) -> bool:
    """Once two people have read each box alike, and before anybody opens a ballot. Idempotent."""
    if is_awaited(activity):
        return False
    papers = papers_of(activity, said_on_paper(activity, len(terms.rules)))
    houses.add_paper(activity.uuid, encode(papers.told(terms)))
    return True
