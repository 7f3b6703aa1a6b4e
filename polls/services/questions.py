"""A vote asks more than one question. Before the opening, and before a secret vote is sealed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dreamplus.participation.models import Activity
from dreamplus.participation.services import set_rules
from polls.errors import TooManyQuestions
from polls.pages import FurtherQuestion, PollOption, PollPage, new_code
from polls.rules import MOST_QUESTIONS, Thresholds
from polls.rules.questions import FURTHER
from polls.services.drafting import stored_rules


@transaction.atomic
def add_question(
    *,
    activity: Activity,
    question: str,
    options: Sequence[tuple[str, str]],
    method: str,
    least: int,
    most: int | None,
    numbers: Mapping[str, Any],
    thresholds: Thresholds,
    at: datetime,
    by: Any,
) -> int:
    """A question after the others, on every page of the vote, to be translated there; returns its number.

    `options` are pairs of label and sentence, none for yes-no; `numbers`, `least` and `most` as for `create_poll`. The
    quorum is that of the vote. Raises `RulesFrozen`, `TooManyQuestions`.
    """
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
    further = [*activity.rules.get(FURTHER, [])]
    if len(further) + 1 >= MOST_QUESTIONS:
        raise TooManyQuestions(_("A vote asks %(most)d questions at most.") % {"most": MOST_QUESTIONS})
    asked = Thresholds(majority=thresholds.majority).stored()
    further.append(stored_rules(method, least, most, numbers) | asked)
    set_rules(activity=activity, rules=activity.rules | {FURTHER: further}, at=at)
    number = len(further) + 1

    def add(page: PollPage) -> None:
        taken = {option.code for option in page.options.all()}
        page.further.add(FurtherQuestion(question=question, sort_order=number))
        for order, (label, description) in enumerate(options, start=len(taken)):
            code = new_code(label, taken=taken)
            taken.add(code)
            page.options.add(
                PollOption(code=code, label=label, description=description, number=number, sort_order=order)
            )

    _on_every_page(activity, by, add)
    return number


@transaction.atomic
def remove_question(*, activity: Activity, number: int, at: datetime, by: Any) -> None:
    """Takes question `number` (2 or more) away with its options; those after it move up. Nothing where there is none.

    Raises `RulesFrozen`.
    """
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
    further = [*activity.rules.get(FURTHER, [])]
    if not 2 <= number <= len(further) + 1:
        return
    del further[number - 2]
    others = {name: value for name, value in activity.rules.items() if name != FURTHER}
    set_rules(activity=activity, rules=others | ({FURTHER: further} if further else {}), at=at)

    def remove(page: PollPage) -> None:
        asked = list(page.further.all())
        page.further.remove(*asked[number - 2 : number - 1])
        page.options.remove(*(option for option in page.options.all() if option.number == number))
        for option in page.options.all():
            if option.number > number:
                option.number -= 1

    _on_every_page(activity, by, remove)


def _on_every_page(activity: Activity, by: Any, change: Callable[[PollPage], None]) -> None:
    """Changes the latest version of each page; what the public reads follows where nothing else waits there."""
    for page in PollPage.objects.filter(activity=activity, alias_of=None).order_by("pk"):
        latest = page.get_latest_revision_as_object()
        change(latest)
        if not page.live:
            latest.save()
        revision = latest.save_revision(user=by)
        if page.live and not page.has_unpublished_changes:
            revision.publish(user=by, skip_permission_checks=True)
