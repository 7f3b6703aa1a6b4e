"""Many answers at once, from a spreadsheet: read as a whole, shown, then published as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from consultations.proposals.errors import ChangedMeanwhile, ProposalRefused
from consultations.proposals.models import Proposal, StatusChoices
from consultations.proposals.queries import visible
from consultations.proposals.rules import ANSWER_MAX
from consultations.proposals.rules.statuses import Status, may_become, needs_words
from consultations.proposals.rules.words import clean, clean_line
from consultations.proposals.services.answer import answer_proposal
from dreamplus.core.sheets import LineError, SheetError, csv_bytes, read_csv
from dreamplus.core.text import fold
from dreamplus.participation.models import Activity
from dreamplus.people.models import User

MOST_BYTES, MOST_LINES, MOST_CHANGES = 8_000_000, 12_000, 200
SALT = "proposals.bulk"
KEPT = 3_600
"""Seconds between reading the list and publishing it."""


@dataclass(frozen=True)
class Change:
    """An answer to be published. `seen`: the instant of the one that stood when the table was made, in ISO form."""

    proposal: str
    title: str
    status: str
    answer: str
    role: str
    seen: str

    @property
    def label(self) -> str:
        return str(StatusChoices(self.status).label)


def columns() -> list[str]:
    """Their heads, in the reader's language."""
    told = (_("Number"), _("Title"), _("Text"), _("Supports"), _("Status"), _("Answer"), _("In whose name"))
    return [*told, _("Answered on")]


def table(activity: Activity) -> bytes:
    """Every visible proposal with its status and its answer, as CSV."""
    return csv_bytes(columns(), _lines(activity))


def _lines(activity: Activity) -> Iterator[list[Any]]:
    for one in visible().filter(activity=activity).select_related("contribution").order_by("pk"):
        status = str(StatusChoices(one.status).label)
        said = [one.title, one.body, one.supports, status, one.answer, one.answer_role]
        yield [str(one.contribution.uuid), *said, stamp(one)]


def stamp(one: Proposal) -> str:
    """When it was answered last, as the table says it; empty for never."""
    return localtime(one.answered_at).isoformat() if one.answered_at else ""


def read(data: bytes, activity: Activity) -> list[Change]:
    """What the table changes. Raises `SheetError` with everything that is wrong, line by line; nothing is changed."""
    file = read_csv(data, max_bytes=MOST_BYTES, max_rows=MOST_LINES)
    names, statuses = _names(file.header), _statuses()
    known = {
        str(one.contribution.uuid): one for one in visible().filter(activity=activity).select_related("contribution")
    }
    found: list[Change] = []
    errors: list[LineError] = []
    met: set[str] = set()
    # Texts hold several lines: the number that people see beside a row is that of the row.
    for number, row in enumerate(file.rows, start=2):
        cells = [row.cells[name] for name in names]
        try:
            change = _change(cells, known, met, statuses)
        except ProposalRefused as refused:
            errors.append(LineError(number, str(refused)))
        else:
            found += [change] if change else []
    if len(found) > MOST_CHANGES:
        sentence = ngettext(
            "%(number)d answer at once is too many: %(most)d at most.",
            "%(number)d answers at once are too many: %(most)d at most.",
            len(found),
        )
        errors.append(LineError(0, sentence % {"number": len(found), "most": MOST_CHANGES}))
    if errors:
        raise SheetError(errors)
    return found


@transaction.atomic
def publish(*, changes: list[Change], activity: Activity, by: User, at: datetime) -> int:
    """Every one or none; returns how many. Raises `ProposalRefused`, `ChangedMeanwhile`, naming the proposal."""
    keys = [change.proposal for change in changes]
    rows = visible().filter(activity=activity, contribution__uuid__in=keys).select_related("contribution", "activity")
    known = {str(one.contribution.uuid): one for one in rows}
    for change in changes:
        one = known.get(change.proposal)
        if one is None:
            raise ProposalRefused(_("“%(title)s” is no longer shown.") % {"title": change.title})
        seen = datetime.fromisoformat(change.seen) if change.seen else None
        try:
            answer_proposal(
                proposal=one,
                status=Status(change.status),
                answer=change.answer,
                role=change.role,
                by=by,
                at=at,
                seen=seen,
            )
        except (ProposalRefused, ChangedMeanwhile) as refused:
            raise type(refused)(f"“{change.title}” – {refused}") from refused
    return len(changes)


def sealed(changes: list[Change], activity: Activity, by: User) -> str:
    """The list as the form carries it from its reading to its publication: signed, for that person alone."""
    told = {"activity": str(activity.uuid), "by": str(by.uuid), "changes": [asdict(change) for change in changes]}
    return signing.dumps(told, salt=SALT, compress=True)


def opened(sealed_list: str, activity: Activity, by: User) -> list[Change]:
    """The list again. Raises `ProposalRefused` when it is too old, another's, or was touched."""
    try:
        told = signing.loads(sealed_list, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        raise ProposalRefused(_("This list is too old. Send the file again.")) from None
    if (told["activity"], told["by"]) != (str(activity.uuid), str(by.uuid)):
        raise ProposalRefused(_("This list is too old. Send the file again."))
    return [Change(**change) for change in told["changes"]]


# One line -------------------------------------------------------------------------------------------------------------
def _names(header: list[str]) -> list[str]:
    """Of the file's own columns, those that are read: number, title, status, answer, name, instant."""
    folded = {fold(name): name for name in header}
    wanted = columns()
    read_ones = [wanted[at] for at in (0, 1, 4, 5, 6, 7)]
    missing = [name for name in read_ones if fold(name) not in folded]
    if missing:
        told = " ".join(_("There is no column “%(column)s”.") % {"column": name} for name in missing)
        raise SheetError([LineError(1, f"{told} {_('Begin with the table of this page.')}")])
    return [folded[fold(name)] for name in read_ones]


def _change(
    cells: list[str], known: dict[str, Proposal], met: set[str], statuses: Mapping[str, Status]
) -> Change | None:
    """None for a line that changes nothing. Raises `ProposalRefused`."""
    number, title, label, answer, role, seen = cells
    one = known.get(number)
    if one is None:
        raise ProposalRefused(_("No proposal shown here has the number “%(number)s”.") % {"number": number[:40]})
    if number in met:
        raise ProposalRefused(_("“%(title)s” stands twice in the file.") % {"title": title[:80]})
    met.add(number)
    status = _status(label, statuses)
    answer, role = clean(answer), clean_line(role)
    if (status.value, answer, role) == (one.status, one.answer, one.answer_role):
        return None
    if seen != stamp(one):
        raise ProposalRefused(_("A colleague answered it since you took the table. Take it again."))
    if status == Status.SUBMITTED and answer:
        raise ProposalRefused(_("Say what becomes of it: an answer goes with another status than the first."))
    if not may_become(Status(one.status), status):
        raise ProposalRefused(_("A proposal cannot go back from its present status to that one."))
    if needs_words(status) and not answer:
        raise ProposalRefused(_("Write the answer: people are owed the reasons of a decision."))
    if len(answer) > ANSWER_MAX:
        excess = len(answer) - ANSWER_MAX
        raise ProposalRefused(
            _("The answer is %(excess)s characters too long. Nothing is lost: shorten it.") % {"excess": excess}
        )
    if answer and not role:
        raise ProposalRefused(_("Say in whose name you answer, for instance: the deputy mayor for public works."))
    return Change(number, one.title, status.value, answer, role, seen)


def _statuses() -> dict[str, Status]:
    """Each by its words in every language of the site, and by its own name, folded."""
    found = {fold(one.value): one for one in Status}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {fold(str(label)): Status(value) for value, label in StatusChoices.choices}
    return found


def _status(label: str, statuses: Mapping[str, Status]) -> Status:
    """The status of that name. Raises `ProposalRefused`."""
    found = statuses.get(fold(label))
    if found is None:
        known = ", ".join(str(one) for _value, one in StatusChoices.choices)
        raise ProposalRefused(
            _("“%(label)s” is no status. Write one of: %(known)s.") % {"label": label[:40], "known": known}
        )
    return found
