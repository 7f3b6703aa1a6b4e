"""A token is given: the line is held by a constraint, and what is signed is not seen."""

from __future__ import annotations

import logging
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dreamplus.core.outbound import OutboundError
from dreamplus.core.references import new_reference
from dreamplus.participation import audience
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Act
from polls.errors import LineHasVoted, NotInAudience, VoteClosed
from polls.models import Attendance
from polls.secret import issuing
from polls.secret.errors import IssuerAway, TokenUsed
from polls.secret.models import RollEntry, SecretVote, Token
from polls.secret.rules.blind import check_blinded
from polls.secret.rules.canonical import b64, unb64
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import Terms
from polls.secret.services.laying import read_terms
from polls.services.casting import PREFIX, line_has_voted

logger = logging.getLogger(__name__)


def draw_token(*, activity: Activity, voter: Any, blinded: str, at: datetime) -> str:
    """The blind signature for the line of `voter`; the same question again, the same answer.

    The seat is taken first, then the issuer signs: it never signs more than one question of a line. From then on the
    line votes neither on paper nor from another account: one seat a line, one seat a person.
    Raises `VoteClosed`, `NotInAudience`, `LineHasVoted`, `TokenUsed` for another question, `IssuerAway`, `Refused` for
    what is no question.
    """
    message = unb64(blinded)
    line = _line_of(activity, voter)
    if line is None:
        raise NotInAudience(_("You are not on the list of this vote, as it was when its rules were sealed."))
    terms = _open_terms(activity, at)
    check_blinded(terms.issuers[0], message)
    seat = _seat(activity, voter) or _take_seat(activity, voter, line, message, at)
    token: Token | None = getattr(seat, "token", None)
    if token is None:
        raise LineHasVoted(_("Your line of the list was marked as voting on paper."))
    if token.asked != sha256(message).hexdigest():
        raise TokenUsed(
            _(
                "Your line has drawn its token already, with another key: use the file that you kept then, or the "
                "browser in which you drew it. It cannot be drawn again, since nobody can tell whether a ballot was "
                "cast with it."
            )
        )
    return token.answer or _signed(token, terms, message)


def _seat(activity: Activity, voter: Any) -> Attendance | None:
    return Attendance.objects.select_related("token").filter(activity=activity, voter=voter).first()


def _take_seat(activity: Activity, voter: Any, line: int, message: bytes, at: datetime) -> Attendance:
    """A new seat with its question; or the one that the same person has taken meanwhile."""
    try:
        with transaction.atomic():
            # The closing counts tokens on this very row, locked: one is given before it or not at all, by the
            # database’s clock, however long ago it was asked for.
            now = Activity.objects.select_for_update().filter(pk=activity.pk, closes_at__gt=Now())
            if not now.exists():
                raise VoteClosed(_("This vote is not open: no token is given."))
            seat = Attendance.objects.create(
                activity=activity,
                voter=voter,
                line_id=line,
                day=localdate(at),
                receipt_ref=new_reference(PREFIX),
                receipt_sent=True,
            )
            Token.objects.create(attendance=seat, asked=sha256(message).hexdigest())
    except IntegrityError:
        seat_of_before = _seat(activity, voter)
        if seat_of_before is None:
            raise LineHasVoted(line_has_voted()) from None
        return seat_of_before
    return seat


def _signed(token: Token, terms: Terms, message: bytes) -> str:
    """The issuer's answer, kept with the seat. Raises `IssuerAway`, `VoteClosed` once the key has ended."""
    try:
        answer = b64(issuing.sign(terms.poll, message, lines=terms.roll_size))
    except OutboundError:
        raise IssuerAway(
            _("The town hall cannot sign at the moment. Nothing is lost: ask again in a minute.")
        ) from None
    except Refused as refused:
        logger.warning("secret vote %s: the issuer refuses: %s", terms.poll, refused)
        raise VoteClosed(_("This vote gives no tokens any more.")) from None
    Token.objects.filter(pk=token.pk).update(answer=answer)
    return answer


def _line_of(activity: Activity, voter: Any) -> int | None:
    """The line of the frozen list by which this person belongs."""
    condition = audience.condition(activity, Act.VOTE)
    if condition.line == audience.NO_LINE:
        return None
    with connection.cursor() as cursor:
        sql = f"SELECT {condition.line} WHERE {condition.sql}"
        cursor.execute(sql, condition.parameters | {"person": voter.pk})
        found = cursor.fetchone()
    if found is None or found[0] is None:
        return None
    line = int(found[0])
    return line if RollEntry.objects.filter(vote__activity=activity, line=line).exists() else None


def _open_terms(activity: Activity, at: datetime) -> Terms:
    """The sealed rules of a vote that is open. Raises `VoteClosed`."""
    if not activity.is_open(at) or activity.frozen_at is None:
        raise VoteClosed(_("This vote is not open: no token is given."))
    laid = SecretVote.objects.filter(activity=activity, laid_at__isnull=False)
    terms = laid.values_list("terms", flat=True).first()
    if terms is None:
        raise VoteClosed(_("The rules of this vote are not sealed."))
    return read_terms(terms)
