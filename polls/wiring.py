"""What polls tell the applications below: their kind, their result, their live topics, their receipts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dreamplus.participation import board, followup, kinds, publishing
from dreamplus.participation.paper import queries as paper
from dreamplus.participation.paper import readers
from dreamplus.participation.rules.audience import Act
from dreamplus.people.assisted import open_to
from dreamplus.people.roles import Permission

_OPEN_WITH_HELP = ("vote", "review", "cast", "receipt", "result", "protection", "profiles")


def register() -> None:
    """Called once, when the applications are ready."""
    from polls import followups, levels, live, notices, personal_data, publish, staff, tasks  # noqa: F401 - tasks register themselves
    from polls.paper import BallotReader
    from polls.services import freezing, preparing, settling

    kinds.register(
        kinds.Kind(
            slug="poll",
            label=_("Vote"),
            acts=(Act.VOTE,),
            waits=lambda activity: paper.is_awaited(activity) or levels.waits(activity),
            prepare=preparing.prepare,
            settle=settling.settle,
            freeze=freezing.freeze,
            is_fixed=levels.is_fixed,
            postpone=levels.postpone,
            missing=freezing.missing,
            has_rows=settling.has_rows,
            href=staff.public_href,
            actions=staff.actions,
            creation=staff.creation,
            processing="vote",
        )
    )
    kinds.register_actions(staff.marks)
    board.register(Permission.VOUCH, staff.to_mark, order=6)
    publishing.register("poll", publish.result)
    readers.register("poll", BallotReader())
    followup.register("vote", followups.steps)
    followup.register_finder(followups.find)
    open_to.allow(*(f"polls:{name}" for name in _OPEN_WITH_HELP))
    live.register()
    notices.register()
    personal_data.register()
