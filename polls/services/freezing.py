"""What is fixed when a vote opens: its rules, its words in every language, its key, its lot where one may be drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from dreamplus.participation.audience import audience_of
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries as paper
from dreamplus.participation.rules.audience import Act, Way
from polls import keys, levels
from polls.models import Proxy
from polls.pages import PollPage
from polls.rules import Method, RulesRefused, Weighting, stored_questions, thresholds_of
from polls.rules.kinds import DRAWN
from polls.words import collect, draft_questions, stored_of


def freeze(activity: Activity, at: datetime) -> dict[str, Any]:
    """The rules with their words, to be hashed. Makes the secrets of the vote. Raises `RulesRefused`."""
    level = levels.of(activity)
    if level is not None:
        return level.freeze(activity, at)
    questions = draft_questions(activity)
    words = collect(activity)
    keys.make(activity.uuid)
    lot = {"lot_hash": keys.commit(activity.uuid)} if any(rules.method in DRAWN for rules in questions) else {}
    stored = stored_questions(questions, thresholds_of(activity.rules))
    given = {"proxies_given": Proxy.objects.filter(activity=activity).count()} if activity.rules.get("proxies") else {}
    return activity.rules | stored | lot | given | {"frozen": {"words": words}}


def missing(activity: Activity) -> list[str]:
    """What stops the vote from being opened, in sentences."""
    pages = list(PollPage.objects.filter(activity=activity).prefetch_related("options", "further").order_by("pk"))
    if not any(page.live for page in pages):
        return [_("Publish the page of the vote.")]
    found = []
    try:
        draft_questions(activity)
    except RulesRefused:
        return [_("Give each question at least two options, and numbers of choices that fit them.")]
    if not pages[0].question.strip():
        found.append(_("Write the question people answer."))
    told = _asked(pages[0], activity)
    for page in pages[1:]:
        if page.live and _asked(page, activity) != told:
            found.append(_("The translation “%(title)s” does not have the same options.") % {"title": page.title})
    level = levels.of(activity)
    found += level.missing(activity) if level else []
    return found + (_weighed_wrongly(activity) if Weighting.read(activity.rules) else [])


def _weighed_wrongly(activity: Activity) -> list[str]:
    """What stops a vote whose ballots do not all count alike."""
    found = []
    asked, most = audience_of(activity).of(Act.VOTE), Weighting.read(activity.rules).proxies
    if levels.of(activity) is not None:
        found.append(_("In a secret vote each person has one vote: no weights and no proxies."))
    if asked.ways != (Way.LIST,):
        found.append(_("Votes of a list, and proxies, need an audience of lists alone: choose it."))
    elif most and asked.limited:  # nobody would have looked whether who gives one may vote at all
        found.append(_("Proxies need an audience without limits of quarter or age: choose it."))
    held = Proxy.objects.filter(activity=activity).values("holder").annotate(number=Count("pk"))
    if most and held.filter(number__gt=most).exists():
        found.append(_("Somebody holds more proxies than the rules allow: take some back."))
    if paper.stations(activity):
        found.append(_("A ballot on paper is one vote: take the places of vote away, or the weights and the proxies."))
    return found


def _asked(page: PollPage, activity: Activity) -> list[set[str]]:
    """The options of each question of a page; none for yes-no, whose options are not written there."""
    asked: list[set[str]] = [set() for _one in range(1 + len(page.further.all()))]
    methods = [rules["method"] for rules in stored_of(activity)]
    for option in page.options.all():
        if option.number <= len(asked) and methods[option.number - 1 : option.number] != [Method.YES_NO]:
            asked[option.number - 1].add(option.code)
    return asked
