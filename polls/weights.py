"""What the ballot of somebody counts for, as SQL for the statement that casts it, and as numbers for their page."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Sum

from dreamplus.participation.audience import audience_of
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Act
from dreamplus.people.rolls.models import RollLine
from polls.models import Proxy
from polls.rules import Weighting

_LINE, _PROXY = RollLine._meta.db_table, Proxy._meta.db_table
ONE = "1"


def votes_sql(weighting: Weighting, line: str) -> str:
    """The number of votes of the line whose key the SQL expression `line` gives, with those it carries for others.
    `%(activity)s` is the vote."""
    if not weighting:
        return ONE
    own = f"(SELECT votes FROM {_LINE} WHERE id = {line})" if weighting.by_roll else ONE  # noqa: S608 - names of ours
    if not weighting.proxies:
        return own
    each = "giver.votes" if weighting.by_roll else ONE
    carried = f"""(SELECT coalesce(sum({each}), 0) FROM {_PROXY} AS proxy JOIN {_LINE} AS giver
        ON giver.id = proxy.giver_id WHERE proxy.activity_id = %(activity)s AND proxy.holder_id = {line})"""  # noqa: S608 - names of ours
    return f"{own} + {carried}"


def votes_in_person_sql(weighting: Weighting, line: str) -> str:
    """A condition: nobody else votes for that line."""
    if not weighting.proxies:
        return ""
    given = f"SELECT 1 FROM {_PROXY} AS given WHERE given.activity_id = %(activity)s AND given.giver_id = {line}"  # noqa: S608 - names of ours
    return f" AND NOT EXISTS ({given})"


class Weight(NamedTuple):
    """`votes` in all; `people`: for how many others."""

    votes: int
    people: int


def weight_of(activity: Activity, user: Any) -> Weight | None:
    """What the ballot of `user` counts for; None where each person has one vote. Two queries."""
    weighting = Weighting.read(activity.rules)
    line = line_of(activity, user) if weighting else None
    if line is None:
        return None
    given = Proxy.objects.filter(activity=activity, holder=line)
    carried = given.aggregate(people=Count("pk"), votes=Sum("giver__votes", default=0))
    votes = line.votes + carried["votes"] if weighting.by_roll else 1 + carried["people"]
    return Weight(votes, carried["people"])


def line_of(activity: Activity, user: Any) -> RollLine | None:
    """The line by which `user` votes: the first, as the statement that casts takes it."""
    lists = audience_of(activity).of(Act.VOTE).lists
    lines = RollLine.objects.filter(user=user, roll__uuid__in=lists, roll__erased_at=None)
    return lines.order_by("pk").first()
