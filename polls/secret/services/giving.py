"""A token is given: the line is held by a constraint, and what is signed is not seen."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dreamplus.core.references import new_reference
from dreamplus.participation import audience
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Act
from polls.errors import LineHasVoted, NotInAudience, VoteClosed
from polls.models import Attendance
from polls.secret import keys
from polls.secret.errors import TokenUsed
from polls.secret.models import RollEntry, SecretVote, Token
from polls.secret.rules.blind import sign
from polls.secret.rules.canonical import b64, unb64
from polls.services.casting import PREFIX, line_has_voted


def draw_token(*, activity: Activity, voter: Any, blinded: str, at: datetime) -> str:
    """The blind signature for the line of `voter`; the same question again, the same answer.

    From then on the line votes neither on paper nor from another account: one seat a line, one seat a person.
    Raises `VoteClosed`, `NotInAudience`, `LineHasVoted`, `TokenUsed` for another question, `Refused` for what is none.
    """
    message = unb64(blinded)
    asked = sha256(message).hexdigest()
    line = _line_of(activity, voter)
    if line is None:
        raise NotInAudience(_("You are not on the list of this vote, as it was when its rules were sealed."))
    _refuse_unless_open(activity, at)
    seat = Attendance.objects.select_related("token").filter(activity=activity, voter=voter).first()
    if seat is not None:
        return _again(seat, asked)
    key = keys.issuer(activity.uuid)
    if key is None:
        raise VoteClosed(_("This vote gives no tokens any more."))
    answer = b64(sign(key, message))
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
            Token.objects.create(attendance=seat, asked=asked, answer=answer)
    except IntegrityError:
        seat = Attendance.objects.select_related("token").filter(activity=activity, voter=voter).first()
        if seat is None:
            raise LineHasVoted(line_has_voted()) from None
        return _again(seat, asked)
    return answer


def _again(seat: Attendance, asked: str) -> str:
    token: Token | None = getattr(seat, "token", None)
    if token is None:
        raise LineHasVoted(_("Your line of the list was marked as voting on paper."))
    if token.asked != asked:
        raise TokenUsed(
            _(
                "Your line has drawn its token already, with another key: use the file that you kept then, or the "
                "browser in which you drew it. It cannot be drawn again, since nobody can tell whether a ballot was "
                "cast with it."
            )
        )
    return token.answer


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


def _refuse_unless_open(activity: Activity, at: datetime) -> None:
    if not activity.is_open(at) or activity.frozen_at is None:
        raise VoteClosed(_("This vote is not open: no token is given."))
    if not SecretVote.objects.filter(activity=activity, laid_at__isnull=False).exists():
        raise VoteClosed(_("The rules of this vote are not sealed."))
