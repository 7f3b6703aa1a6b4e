"""Live topics of votes: turnout while it is open; the result only when every other door shows it too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dreamplus.core import clock
from dreamplus.core import live as core_live
from dreamplus.participation import audience, publishing
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.theming.charts import number, share
from polls.presentation import each
from polls.queries import percent_counted, turnout


def register() -> None:
    """Declares both topics; their key is the uuid of the activity."""
    core_live.register(core_live.Topic(name="polls.turnout", may_read=may_read, payload=turnout_payload))
    core_live.register(core_live.Topic(name="polls.result", may_read=may_read, payload=result_payload))


def may_read(user: Any, key: str) -> bool:
    """Whoever may read the vote, once it has left draft."""
    activity = _activity(key)
    return activity is not None and activity.state(clock.now()) != State.DRAFT and audience.may_read(user, activity)


def turnout_payload(key: str) -> dict[str, Any] | None:
    activity = _activity(key)
    if activity is None:
        return None
    state = activity.state(clock.now())
    if state == State.DRAFT:
        return None
    count = turnout(activity) if state in (State.OPEN, State.CLOSED) else _settled_turnout(activity)
    percent = percent_counted(activity) if state == State.CLOSED else None
    counted = {} if percent is None else {"counted": share(percent, 100)}
    return {"turnout": number(count), "count": count, "state": str(state), **counted}


def result_payload(key: str) -> dict[str, Any] | None:
    activity = _activity(key)
    data = publishing.published(activity, clock.now()) if activity is not None else None
    if data is None:
        return None
    votes = {
        f"votes-{'' if at == 1 else f'{at}-'}{one['code']}": number(one["votes"])
        for at, asked in enumerate(each(data), start=1)
        for one in asked["options"]
        if one["votes"] is not None
    }
    return {"turnout": number(data["turnout"]), "blank": number(data["ballots"]["blank"]), **votes}


def _settled_turnout(activity: Activity) -> int:
    data = publishing.published(activity, clock.now())
    return int(data["turnout"]) if data else 0


def _activity(key: str) -> Activity | None:
    try:
        uuid = UUID(key)
    except ValueError:
        return None
    return Activity.objects.filter(uuid=uuid, kind="poll").first()
