"""Casting a ballot: attendance and ballot are written together or not at all, and nothing else is.

PostgreSQL: one statement, which also tests opening and audience with the database's clock and holds a key share on the
activity, so that settling waits for it. SQLite: its twin, two statements in one short IMMEDIATE transaction.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreamplus.core.references import new_reference
from dreamplus.participation import audience
from dreamplus.participation.enums import Channel, State
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Act
from dreamplus.people.rolls.models import RollLine
from polls import keys, levels
from polls.errors import ChoiceNotAllowed, HasGivenProxy, LineHasVoted, NotInAudience, VoteClosed
from polls.models import KEY_LENGTH, KEYS_KEPT, Attendance, Ballot, Proxy
from polls.rules import ChoiceRefused, RulesRefused, Weighting, check_answers, read_questions
from polls.sentences import choice_sentence
from polls.weights import line_of, votes_in_person_sql, votes_sql

PREFIX = "V"


class Outcome(StrEnum):
    """What casting did."""

    TAKEN = "taken"
    CHANGED = "changed"
    REPLAYED = "replayed"


@dataclass(frozen=True)
class Cast:
    """`reference` is the receipt's: it says that the person took part, never what they chose."""

    outcome: Outcome
    reference: str


def new_key() -> str:
    """The key a voting form carries: the same form obeyed twice has one effect."""
    return secrets.token_urlsafe(9)


def cast_ballot(
    *,
    activity: Activity,
    voter: Any,
    choices: Iterable[str],
    key: str,
    at: datetime | None = None,
    channel: str = Channel.WEB,
    station: str = "",
) -> Cast:
    """Takes the ballot of `voter` (a person), or replaces the one they had. `key` comes from `new_key`.

    `at` None asks the database's own clock inside the statement. `activity` must be frozen.
    Raises `VoteClosed`, `NotInAudience`, `ChoiceNotAllowed`, `KeyLost`; nothing is written then.
    """
    if len(key) != KEY_LENGTH:
        raise ValueError("a key comes from new_key()")
    if activity.frozen_at is None:
        raise VoteClosed(_("This vote has not opened yet."))
    if levels.of(activity) is not None:
        raise VoteClosed(_("This vote is secret: ballots go to its own box."))
    answers = canonical_answers(activity, choices)
    row = _write(
        {
            "activity": activity.pk,
            "voter": voter.pk,
            "key": key,
            "reference": new_reference(PREFIX),
            "channel": str(Channel(channel)),
            "day": timezone.localdate(at or datetime.now(UTC)),
            "ref": keys.ref(activity.uuid, voter.pk),
            "answers": answers,
            "weighting": Weighting.read(activity.rules),
            "station": station,
            "at": at,
            "eligible": audience.condition(activity, Act.VOTE),
        }
    )
    if row is None:
        return _why_not(activity, voter, key, at)
    reference, used = row
    return Cast(Outcome.TAKEN if used == key else Outcome.CHANGED, reference)


def _write(values: dict[str, Any]) -> tuple[str, str] | None:
    """Receipt and keys of who voted; None when nothing was written."""
    try:
        return _postgresql(values) if connection.vendor == "postgresql" else _sqlite(values)
    except IntegrityError as refused:
        if "line" not in str(refused):
            raise
        raise LineHasVoted(line_has_voted()) from refused  # at this very moment, from another account


def line_has_voted() -> str:
    """What is said to who comes second by one line of a list."""
    return _(
        "Your line of the list has voted already, with another account. That vote counts; it can only be changed from "
        "the account that cast it."
    )


def canonical_answers(activity: Activity, choices: Iterable[str]) -> list[str]:
    """What the ballot says of each question, as it is stored. Raises `ChoiceNotAllowed` with the sentence of what is
    wrong."""
    try:
        questions = read_questions(activity.rules)
        return [" ".join(said) for said in check_answers(questions, choices)]
    except RulesRefused:
        raise ChoiceNotAllowed(_("The rules of this vote are not complete.")) from None
    except ChoiceRefused as refused:
        raise ChoiceNotAllowed(choice_sentence(refused)) from None


# The last keys are kept: a form replayed from further back would be a new vote. Nobody sends one form 64 votes later.
_KEPT = KEYS_KEPT * (KEY_LENGTH + 1)

_SEAT = """
    INSERT INTO polls_attendance (activity_id, voter_id, line_id, channel, receipt_ref, day, used_keys, receipt_sent)
    SELECT activity.id, {voter}, {line}, {channel}, {reference}, {day}, {key}, FALSE
    FROM {source} AS activity WHERE {condition}
    ON CONFLICT (activity_id, voter_id) DO UPDATE
    SET line_id = coalesce(polls_attendance.line_id, excluded.line_id),
        used_keys = substr(polls_attendance.used_keys || ' ' || excluded.used_keys, {start})
    WHERE {unused}
    RETURNING activity_id, line_id, receipt_ref, used_keys
"""
_FREE_LINE = """ AND NOT EXISTS (
    SELECT 1 FROM polls_attendance AS taken
    WHERE taken.activity_id = {activity} AND taken.line_id = {line} AND taken.voter_id {differs} {voter}
)"""
_OPEN = """
    id = {activity} AND frozen_at IS NOT NULL AND settled_at IS NULL AND opens_at <= {now} AND closes_at > {now}
"""
_BOX = """
    INSERT INTO polls_ballot (id, activity_id, ref, question, choices, weight, channel, station)
    {rows}
    ON CONFLICT (activity_id, ref, question) DO UPDATE
    SET choices = excluded.choices, weight = excluded.weight, channel = excluded.channel, station = excluded.station
"""


def _eligible(eligible: audience.Condition, weighting: Weighting, differs: str) -> str:
    """That the person belongs, that nobody else has voted by the same line, and that nobody votes for them."""
    if eligible.line == audience.NO_LINE:
        return eligible.sql
    told = {"activity": "%(activity)s", "voter": "%(voter)s", "line": eligible.line, "differs": differs}
    in_person = votes_in_person_sql(weighting, eligible.line)
    return f"{eligible.sql}{_FREE_LINE.format(**told)}{in_person}"


def _postgresql(values: dict[str, Any]) -> tuple[str, str] | None:
    now = "%(at)s" if values["at"] else "clock_timestamp()"
    eligible = values["eligible"]
    may = _eligible(eligible, values["weighting"], "IS DISTINCT FROM")
    seat = _SEAT.format(
        source="open_activity",
        condition="TRUE",
        start=f"greatest(1, length(polls_attendance.used_keys) + {KEY_LENGTH + 2} - {_KEPT})",
        unused="position(%(key)s in polls_attendance.used_keys) = 0",
        line=eligible.line,
        **{name: f"%({name})s" for name in ("voter", "channel", "reference", "day", "key")},
    )
    answers = ", ".join(
        f"(%(id_{at})s::uuid, {at}, %(choices_{at})s::text)" for at, _one in enumerate(values["answers"], start=1)
    )
    votes = votes_sql(values["weighting"], "line_id")
    box = _BOX.format(
        rows=f"""SELECT answer.id, activity_id, %(ref)s, answer.question, answer.choices, {votes}, %(channel)s,
        %(station)s FROM seat CROSS JOIN (VALUES {answers}) AS answer (id, question, choices) WHERE TRUE"""  # noqa: S608 - only constants of this module are put in
    )
    statement = f"""
        WITH open_activity AS MATERIALIZED (
            SELECT id FROM participation_activity
            WHERE {_OPEN.format(activity="%(activity)s", now=now)} AND {may} FOR KEY SHARE
        ), seat AS ({seat}), box AS ({box} RETURNING 1) SELECT receipt_ref, used_keys FROM seat, box LIMIT 1
    """  # noqa: S608 - only constants of this module are put in; values are parameters
    with connection.cursor() as cursor:
        told = values | eligible.parameters | _answers(values["answers"])
        cursor.execute(statement, told | {"person": values["voter"]})
        row: tuple[str, str] | None = cursor.fetchone()
    return row


def _sqlite(values: dict[str, Any]) -> tuple[str, str] | None:
    adapt = connection.ops.adapt_datetimefield_value
    eligible = values["eligible"]
    named = {name: f"%({name})s" for name in ("voter", "channel", "reference", "day", "key", "activity", "now")}
    seat = _SEAT.format(
        source="participation_activity",
        condition=f"{_OPEN.format(**named)} AND {_eligible(eligible, values['weighting'], 'IS NOT')}",
        line=eligible.line,
        start=f"max(1, length(polls_attendance.used_keys) + {KEY_LENGTH + 2} - {_KEPT})",
        unused="instr(polls_attendance.used_keys, excluded.used_keys) = 0",
        **named,
    )
    with transaction.atomic(), connection.cursor() as cursor:
        now = adapt(values["at"] or datetime.now(UTC))
        told = {name: value for name, value in values.items() if name in named}
        cursor.execute(seat, told | eligible.parameters | {"now": now, "person": values["voter"]})
        row = cursor.fetchone()
        if row is None:
            return None
        _activity, line, reference, used = row
        same = f"{votes_sql(values['weighting'], '%(line)s')}, %(channel)s, %(station)s"
        rows = ", ".join(
            f"(%(id_{at})s, %(activity)s, %(ref)s, {at}, %(choices_{at})s, {same})"
            for at, _one in enumerate(values["answers"], start=1)
        )
        kept = {name: values[name] for name in ("activity", "ref", "channel", "station")} | {"line": line}
        box = _BOX.format(rows=f"VALUES {rows}")
        cursor.execute(box, kept | _answers(values["answers"]))
    return reference, used


def _answers(answers: list[str]) -> dict[str, Any]:
    """Parameters of the answers, each with a number of its own."""
    field = Ballot._meta.pk
    ids = {f"id_{at}": field.get_db_prep_value(uuid.uuid4(), connection) for at in range(1, len(answers) + 1)}
    return ids | {f"choices_{at}": said for at, said in enumerate(answers, start=1)}


def _why_not(activity: Activity, voter: Any, key: str, at: datetime | None) -> Cast:
    """Nothing was written: the form was obeyed before, or the person gets the reason. Reads only."""
    from dreamplus.core import clock

    seat = Attendance.objects.filter(activity=activity, voter=voter).first()
    if seat is not None and key in seat.used_keys.split():
        return Cast(Outcome.REPLAYED, seat.receipt_ref)
    current = Activity.objects.get(pk=activity.pk)
    state = current.state(at or clock.now())
    if state in (State.DRAFT, State.UPCOMING):
        raise VoteClosed(_("This vote has not opened yet."))
    if state != State.OPEN:
        raise VoteClosed(_("This vote is closed: your choice came too late and was not counted."))
    refusal = audience.check(voter, current, Act.VOTE)
    if refusal is None and _has_given(current, voter):
        raise HasGivenProxy(
            _("Somebody votes for you by proxy: your vote is theirs. If it is a mistake, ask who runs it.")
        )
    if refusal is None and (channel := _line_has_voted(current, voter)):
        raise LineHasVoted(_voted_on_paper() if channel == Channel.PAPER else line_has_voted())
    raise NotInAudience(refusal.sentence if refusal else _("Your vote could not be taken. Please try again."))


def _has_given(activity: Activity, voter: Any) -> bool:
    line = line_of(activity, voter) if Weighting.read(activity.rules).proxies else None
    return line is not None and Proxy.objects.filter(activity=activity, giver=line).exists()


def _voted_on_paper() -> str:
    return _(
        "The list says that you voted on paper: that vote counts. If it is a mistake, ask where you vote on paper."
    )


def _line_has_voted(activity: Activity, voter: Any) -> str | None:
    """How a line that is now the voter's has voted, without their account; None when it has not."""
    lines = RollLine.objects.filter(user=voter, roll__uuid__in=audience.audience_of(activity).of(Act.VOTE).lists)
    others = Attendance.objects.filter(activity=activity, line__in=lines).exclude(voter=voter)
    return others.values_list("channel", flat=True).first()
