"""A vote is prepared: its page, its rules, its dates. Nothing here can be done after the opening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any

from django.db import transaction
from wagtail.models import Page

from dreamplus.cms.slugs import free_slug
from dreamplus.participation.enums import Visibility
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import CONFIRMED, Audience
from dreamplus.participation.services import create_activity, set_rules
from polls import levels
from polls.pages import PollOption, PollPage, new_code
from polls.rules import Method, Thresholds, Weighting
from polls.rules.poll import NUMBERS
from polls.rules.questions import FURTHER

_OF_THE_VOTE = {"method", "quorum", "majority", "by_roll", "proxies", *chain.from_iterable(NUMBERS.values())}


@transaction.atomic
def create_poll(
    *,
    parent: Page,
    title: str,
    question: str,
    options: Sequence[tuple[str, str]],
    at: datetime,
    method: str = Method.SINGLE,
    least: int = 1,
    most: int | None = 1,
    numbers: Mapping[str, Any] = MappingProxyType({}),
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    audience: Audience = Audience(CONFIRMED),  # noqa: B008 - a constant that cannot change
    results_visibility: str = Visibility.SEALED,
    summary: str = "",
    thresholds: Thresholds = Thresholds(),  # noqa: B008 - a constant that cannot change
    level: str = levels.A,
    weighting: Weighting = Weighting(),  # noqa: B008 - a constant that cannot change
    by: Any = None,
) -> PollPage:
    """A draft page under `parent` with its activity. `options` are pairs of label and sentence, none for yes-no.

    `numbers` are those of `polls.rules.poll.NUMBERS` beside `least` and `most`; `most` None means all options.

    `level`: how secret it is, a code of `polls.levels`. `weighting`: what a ballot counts for.

    Raises `DatesRefused`; rules that do not fit are told by `missing` when the vote is opened.
    """
    activity = create_activity(
        kind=PollPage.activity_kind,
        at=at,
        title=title,
        opens_at=opens_at,
        closes_at=closes_at,
        audience=audience,
        results_visibility=results_visibility,
        rules=stored_rules(method, least, most, numbers)
        | thresholds.stored()
        | weighting.stored()
        | ({"level": level} if level != levels.A else {}),
    )
    page = PollPage(
        title=title,
        slug=free_slug(parent, title, otherwise="vote"),
        question=question,
        summary=summary,
        activity=activity,
        live=False,
        owner=by,
        locale=parent.locale,
    )
    taken: set[str] = set()
    rows = []
    for order, (label, description) in enumerate(options):
        code = new_code(label, taken=taken)
        taken.add(code)
        rows.append(PollOption(code=code, label=label, description=description, sort_order=order))
    page.options = rows
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page


@transaction.atomic
def set_poll_rules(
    *,
    activity: Activity,
    method: str,
    least: int,
    most: int | None,
    thresholds: Thresholds,
    at: datetime,
    numbers: Mapping[str, Any] = MappingProxyType({}),
    question: int = 1,
    weighting: Weighting = Weighting(),  # noqa: B008 - a constant that cannot change
) -> Activity:
    """Those of one question, and what ballots count for with the first; before opening only.

    Raises `RulesFrozen`, `ValueError` for a question that is none.
    """
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
    if question == 1:
        others = {name: value for name, value in activity.rules.items() if name not in _OF_THE_VOTE}
        rules = others | stored_rules(method, least, most, numbers) | thresholds.stored() | weighting.stored()
        return set_rules(activity=activity, rules=rules, at=at)
    further = [*activity.rules.get(FURTHER, [])]
    if not 2 <= question <= len(further) + 1:
        raise ValueError("no such question")
    asked = Thresholds(majority=thresholds.majority)
    further[question - 2] = stored_rules(method, least, most, numbers) | asked.stored()
    return set_rules(activity=activity, rules=activity.rules | {FURTHER: further}, at=at)


def stored_rules(method: str, least: int, most: int | None, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Method and numbers, as they lie in the activity until option codes join them at the opening."""
    method = Method(method)
    told = {"least": least, "most": most, **numbers}
    kept = {name: told[name] for name in NUMBERS.get(method, ()) if told.get(name) is not None}
    return {
        "method": str(method),
        **({"least": 1, "most": 1} if method in (Method.SINGLE, Method.YES_NO) else {}),
        **kept,
    }
