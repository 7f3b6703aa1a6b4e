"""What came of consultations: on line, promised for a day, or late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page

from consultations.law import notice_of_outcome
from consultations.outcome_page import OutcomePage
from consultations.pages import ProcessPage
from consultations.queries.activities import Told, activity_of, activity_pages, parent_path, tell, under
from consultations.rules import outcome as rules
from consultations.rules.line import Milestone
from dreamplus.participation.standing import Standing, day

Row = tuple[Any, ...]
_ROW = ("url_path", "first_published_at", "summary")


@dataclass(frozen=True)
class Outcome:
    """Of one consultation. `due`: the day by which it is told, None while a closing is not known. `href` is empty as
    long as its page is not on line."""

    due: date | None
    href: str = ""
    published_at: datetime | None = None
    summary: str = ""

    def days_left(self, today: date) -> int:
        """Negative once it is late."""
        return (self.due - today).days if self.due else 0


def of(process: ProcessPage, activities: Sequence[Told], published: Row | None = None) -> Outcome:
    """From what was read already; `published` is its row of `row`, or None while its result is not on line."""
    closings = [one.closes_at for one in activities]
    due = rules.due(closings, process.outcome_by, process.decided_on, get_current_timezone())
    if published is None:
        return Outcome(due)
    path, at, summary = published
    return Outcome(due, Page(url_path=path).get_url() or "", at, summary)


def row(process: ProcessPage) -> Row | None:
    """Of its result that is on line, in its language where there is one: one query."""
    found = list(_live(process.translation_key).values_list("locale_id", *_ROW))
    own = [row for row in found if row[0] == process.locale_id]
    return (own or found)[0][1:] if found else None


def with_rows(processes: QuerySet[ProcessPage]) -> QuerySet[ProcessPage]:
    """Reads them along with consultations, for `row_of`."""
    live = _live(OuterRef("translation_key"))
    own = live.filter(locale_id=OuterRef("locale_id"))
    columns = {name: (Subquery(own.values(name)[:1]), Subquery(live.values(name)[:1])) for name in _ROW}
    return processes.annotate(**{f"outcome_{name}": Coalesce(*where) for name, where in columns.items()})


def row_of(process: ProcessPage) -> Row | None:
    """Of one consultation of `with_rows`."""
    found = tuple(getattr(process, f"outcome_{name}") for name in _ROW)
    return found if found[0] else None


def _live(consultation: Any) -> QuerySet[OutcomePage]:
    return OutcomePage.objects.live().filter(consultation=consultation).order_by("pk")


def standing(outcome: Outcome, at: datetime) -> Standing:
    """Of a consultation whose steps are all over: it has ended once people can read what came of it."""
    if outcome.href and outcome.published_at:
        return Standing("closed", _("Result published"), day(outcome.published_at, at))
    return Standing("soon", _("Result awaited"), awaited(outcome, at))


def awaited(outcome: Outcome, at: datetime) -> str:
    """The day promised, and the days left or passed since."""
    if outcome.due is None:
        return ""
    number = outcome.days_left(localtime(at).date())
    told = {"day": date_format(outcome.due), "number": abs(number)}
    if number > 0:
        sentence = ngettext("by %(day)s, in %(number)d day", "by %(day)s, in %(number)d days", number)
    elif number == 0:
        sentence = _("by today, %(day)s")
    else:
        sentence = ngettext(
            "promised for %(day)s, %(number)d day late", "promised for %(day)s, %(number)d days late", -number
        )
    return sentence % told


def mark(outcome: Outcome, at: datetime) -> Milestone | None:
    """The last promise on the line of the consultation."""
    if outcome.href and outcome.published_at:
        on = localtime(outcome.published_at).date()
        return Milestone(_("What came of it"), day(outcome.published_at, at), on, outcome.href, done=True)
    if outcome.due is None:
        return None
    return Milestone(_("What came of it"), _("by %(day)s") % {"day": date_format(outcome.due)}, outcome.due, done=False)


@dataclass(frozen=True)
class Owed:
    """A consultation that is over and has not said what came of it."""

    process: ProcessPage
    outcome: Outcome


def owed(at: datetime) -> list[Owed]:
    """The most urgent first, each once, in the language of the site; three queries."""
    told = OutcomePage.objects.live().values("consultation")
    silent = ProcessPage.objects.live().filter(locale=Locale.get_default(), alias_of=None)
    by_path = {one.path: one for one in silent.exclude(translation_key__in=told)}
    closings: dict[str, list[datetime | None]] = {}
    for row in activity_pages(under(by_path), private=True):
        one = activity_of(row)
        closings.setdefault(parent_path(row[1]), []).append(one.closes_at if one.scheduled_at else None)
    zone = get_current_timezone()
    found = [
        Owed(by_path[path], Outcome(rules.due(known, by_path[path].outcome_by, by_path[path].decided_on, zone)))
        for path, known in closings.items()
        if all(closing and closing <= at for closing in known)
    ]
    return sorted(found, key=lambda one: (one.outcome.due or date.max, one.process.pk))


def told(page: OutcomePage, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """The context of the page: the consultation it ends, its steps in figures, how long it stays."""
    process = page.process
    activities = tell(request, under([process.path]), at)
    return {
        "process": process,
        "process_href": process.get_url(request),
        "steps": [one for one in activities if one.figures],
        "notice": notice_of_outcome(process.kind),
    }
