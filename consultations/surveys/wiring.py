"""What this application declares to those below it."""

from __future__ import annotations

_OPEN_WITH_HELP = ("answer", "screen", "review", "send", "sent", "discard", "withdraw")


def connect() -> None:
    """Called once, when the applications are ready."""
    from django.urls import reverse
    from django.utils.translation import gettext_lazy as _

    from consultations.surveys import board, personal_data, publish, queries, tasks  # noqa: F401 - tasks register themselves
    from consultations.surveys.followup import tell
    from consultations.surveys.pages import KIND
    from consultations.surveys.services import counting
    from consultations.surveys.services.answering import RECEIPT_KIND
    from dreamplus.participation import followup, kinds, publishing
    from dreamplus.participation.rules.audience import Act
    from dreamplus.people.assisted import open_to

    open_to.allow(*(f"surveys:{name}" for name in _OPEN_WITH_HELP))
    kinds.register(
        kinds.Kind(
            slug=KIND,
            label=_("Survey"),
            acts=(Act.CONTRIBUTE,),
            prepare=counting.prepare,
            settle=counting.settle,
            missing=board.missing,
            has_rows=queries.has_rows,
            href=lambda activity: reverse("surveys:answer", args=[activity.uuid]),
            actions=board.actions,
        )
    )
    kinds.register_actions(board.of_paper)
    publishing.register(KIND, publish.result)
    followup.register(RECEIPT_KIND, tell)
    personal_data.register()
