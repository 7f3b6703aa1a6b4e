"""Every write of participation, by its name."""

from dreamplus.participation.services.activities import (
    archive,
    bring_back,
    close_early,
    copy_activity,
    create_activity,
    follow_closing,
    freeze,
    may_be_archived,
    move_closing,
    schedule,
    set_audience,
    set_dates,
    set_moderation,
    set_rules,
    set_title,
    set_visibility,
    unschedule,
)
from dreamplus.participation.services.contributions import (
    create_contribution,
    hide_contribution,
    hold_contribution,
    screen_again,
    show_contribution,
    withdraw_contribution,
)
from dreamplus.participation.services.receipts import issue_receipt
from dreamplus.participation.services.settling import settle_due

__all__ = [
    "archive",
    "bring_back",
    "close_early",
    "copy_activity",
    "create_activity",
    "create_contribution",
    "follow_closing",
    "freeze",
    "hide_contribution",
    "hold_contribution",
    "issue_receipt",
    "may_be_archived",
    "move_closing",
    "schedule",
    "screen_again",
    "set_audience",
    "set_dates",
    "set_moderation",
    "set_rules",
    "set_title",
    "set_visibility",
    "settle_due",
    "show_contribution",
    "unschedule",
    "withdraw_contribution",
]
