"""Every write of moderation, by its name."""

from dreamplus.moderation.services.appeals import appeal, review
from dreamplus.moderation.services.cases import (
    claim,
    close_gone,
    decide,
    expire_due,
    open_by_staff,
    open_case,
    release,
    undo,
)
from dreamplus.moderation.services.charter import found_charter, publish_charter, save_ground
from dreamplus.moderation.services.notices import forget_notifiers, receive_notice
from dreamplus.moderation.services.sanctions import refuse_silenced
from dreamplus.moderation.services.screening import screen

__all__ = [
    "appeal",
    "claim",
    "close_gone",
    "decide",
    "expire_due",
    "forget_notifiers",
    "found_charter",
    "open_by_staff",
    "open_case",
    "publish_charter",
    "receive_notice",
    "refuse_silenced",
    "release",
    "review",
    "save_ground",
    "screen",
    "undo",
]
