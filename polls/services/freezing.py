"""What is fixed when a vote opens: its rules, its words in every language, its key, its lot where one may be drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dreamplus.participation.models import Activity
from polls import keys, levels
from polls.pages import PollPage
from polls.rules import Method, RulesRefused
from polls.rules.kinds import DRAWN
from polls.words import collect, draft_rules


def freeze(activity: Activity, at: datetime) -> dict[str, Any]:
    """The rules with their words, to be hashed. Makes the secrets of the vote. Raises `RulesRefused`."""
    level = levels.of(activity)
    if level is not None:
        return level.freeze(activity, at)
    rules = draft_rules(activity)
    words = collect(activity)
    keys.make(activity.uuid)
    lot = {"lot_hash": keys.commit(activity.uuid)} if rules.method in DRAWN else {}
    return activity.rules | rules.stored() | lot | {"frozen": {"words": words}}


def missing(activity: Activity) -> list[str]:
    """What stops the vote from being opened, in sentences."""
    pages = list(PollPage.objects.filter(activity=activity).prefetch_related("options").order_by("pk"))
    if not any(page.live for page in pages):
        return [_("Publish the page of the vote.")]
    found = []
    try:
        rules = draft_rules(activity)
    except RulesRefused:
        return [_("Give at least two options, and numbers of choices that fit them.")]
    if not pages[0].question.strip():
        found.append(_("Write the question people answer."))
    if rules.method != Method.YES_NO:
        codes = set(rules.options)
        for page in pages[1:]:
            if page.live and {option.code for option in page.options.all()} != codes:
                found.append(_("The translation “%(title)s” does not have the same options.") % {"title": page.title})
    level = levels.of(activity)
    return found + (level.missing(activity) if level else [])
