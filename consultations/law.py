"""What the law asks of a consultation, in sentences: for the agent who prepares it, for the people who read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.rules.law import LAWS, Asked, Demand, Planned, ProcessType, Told, asked
from dreamplus.core import clock
from dreamplus.theming.forms import Choice

if TYPE_CHECKING:
    from consultations.pages import ProcessPage
    from dreamplus.participation.models import Activity

LABELS: dict[ProcessType, str | Promise] = {
    ProcessType.CONSULTATION: gettext_lazy("Consultation"),
    ProcessType.ENVIRONMENT: gettext_lazy("Consultation on the environment"),
    ProcessType.SURVEY: gettext_lazy("Survey"),
    ProcessType.ADVISORY_VOTE: gettext_lazy("Advisory vote"),
}
TYPES = [(kind.value, label) for kind, label in LABELS.items()]
_STEPS = {"poll": gettext_lazy("A vote"), "survey": gettext_lazy("Some questions")}
FIELDS = {Demand.DOCUMENTS: "documents", Demand.DECISION: "decided_on", Demand.OUTCOME: "outcome_by"}
"""Of the page, by what they answer and may not lose once it is on line. Words may be written again."""


@dataclass(frozen=True)
class Line:
    """A demand of the law for who prepares: what it is, and what is still to do, nothing when it is met."""

    label: str
    todo: str

    @property
    def met(self) -> bool:
        return not self.todo


def choices() -> list[tuple[str, Choice]]:
    """The types that may be opened, each with what it is for."""
    said = {
        ProcessType.CONSULTATION: _(
            "Opinions, proposals, votes on any subject. A fair time to answer, which you choose."
        ),
        ProcessType.ENVIRONMENT: _(
            "A decision with an effect on the environment: 21 days at least, the draft decision on line, four days "
            "before it is taken, then a synthesis and the reasons."
        ),
        ProcessType.SURVEY: _("Some questions to everybody, answered in a few minutes, on a screen or on paper."),
        ProcessType.ADVISORY_VOTE: _("One question put to the inhabitants; the council decides. No local referendum."),
    }
    return [(kind.value, Choice(str(LABELS[kind]), said[kind])) for kind in ProcessType]


def notice(kind: ProcessType) -> str:
    """What the page says of the law, for everybody."""
    match kind:
        case ProcessType.ENVIRONMENT:
            return _(
                "Participation of the public in a decision with an effect on the environment (code de l’environnement, "
                "article L123-19-1): you have 21 days at least, and nothing is decided in the four days after the "
                "closing. A synthesis of what was said, with what was taken up, and the reasons of the decision then "
                "stay here for three months at least."
            )
        case ProcessType.ADVISORY_VOTE:
            return _(
                "An advisory vote: neither a local referendum nor a consultation of voters, which cannot be held on "
                "line (CGCT, articles LO1112-1 and L1112-15). The council decides, and says what it does with the "
                "result."
            )
    return _(
        "A consultation opened by the collectivité (code des relations entre le public et l’administration, article "
        "L131-1): it gathers opinions and decides nothing by itself; what becomes of them is published here."
    )


def notice_of_outcome(kind: ProcessType) -> str:
    """What the page of the result says of the law, for everybody."""
    if LAWS[kind].reasons:
        return _(
            "Synthesis of the observations of the public, with those taken into account, and reasons of the decision "
            "(code de l’environnement, article L123-19-1). They stay here for three months at least."
        )
    return _(
        "Results and what follows of a consultation opened by the collectivité (code des relations entre le public et "
        "l’administration, article L131-1)."
    )


def lines(process: ProcessPage, at: datetime) -> list[Line]:
    """Every demand, met or not."""
    return [
        Line(_label(one.demand, process.kind), "" if one.met else _todo(one, process.kind))
        for one in _asked(process, at)
    ]


def missing(process: ProcessPage, at: datetime) -> list[str]:
    """What is still to do before it may open."""
    return undone(lines(process, at))


def undone(told: list[Line]) -> list[str]:
    """What is still to do of these."""
    return [line.todo for line in told if not line.met]


def lost(process: ProcessPage) -> dict[Demand, str]:
    """Demands that the page no longer meets, with what to do; steps are not the page's."""
    found = _asked(process, clock.now())
    return {one.demand: _todo(one, process.kind) for one in found if not one.met and one.demand in FIELDS}


def least_days(activity: Activity) -> int:
    """For how many days the law wants an activity open: that of the consultation under which its pages stand."""
    from consultations.pages import ProcessPage
    from consultations.queries.activities import parent_path, paths_of

    above = {parent_path(path) for path in paths_of(activity)}
    types = ProcessPage.objects.filter(path__in=above).values_list("process_type", flat=True) if above else []
    return max((LAWS[ProcessType(kind)].least_days for kind in types), default=0)


def _asked(process: ProcessPage, at: datetime) -> list[Asked]:
    from consultations.queries.activities import activity_of, activity_pages, under

    rows = activity_pages(under([process.path]), drafts=True)
    activities = [(row[2], activity_of(row)) for row in rows]
    steps = [Planned(one.kind, title, one.opens_at, one.closes_at) for title, one in activities]
    told = Told(
        has_summary=bool(process.summary),
        has_commitment=bool(process.commitment),
        documents=process.number_of_documents,
        decided_on=process.decided_on,
        steps=steps,
        outcome_by=process.outcome_by,
    )
    opened = [one.opens_at for _title, one in activities if one.scheduled_at and one.opens_at]
    return asked(process.kind, told, localtime(min([at, *opened])))


def _label(demand: Demand, kind: ProcessType) -> str:
    law = LAWS[kind]
    step = _STEPS.get(law.step)
    return {
        Demand.SUMMARY: _("What it is about, in one or two sentences"),
        Demand.COMMITMENT: _("What the collectivité commits to"),
        Demand.STEP: str(step) if step else _("A step: proposals, a survey, or a vote"),
        Demand.DATES: _("A closing for each step"),
        Demand.DOCUMENTS: _("The draft decision, with a note on its context and its aims"),
        Demand.TIME: _("%(days)d whole days to answer") % {"days": law.least_days},
        Demand.DECISION: _("A decision %(days)d days after the closing, or later") % {"days": law.before_decision},
        Demand.OUTCOME: _("A day for the result, after the last closing"),
    }[demand]


def _todo(one: Asked, kind: ProcessType) -> str:
    match one.demand:
        case Demand.SUMMARY:
            return _("Say in one or two sentences what the consultation is about.")
        case Demand.COMMITMENT:
            return _("Say what the collectivité commits to: who decides, and what is done with what people say.")
        case Demand.STEP if LAWS[kind].step == "poll":
            return _("Add a vote.")
        case Demand.STEP if LAWS[kind].step == "survey":
            return _("Add a survey.")
        case Demand.STEP:
            return _("Add at least one step: proposals, a survey, or a vote.")
        case Demand.DATES:
            return _("Set the dates of “%(steps)s”, by its link below.") % {"steps": one.detail}
        case Demand.DOCUMENTS:
            return _("Put the draft decision and its note on line: “Change the words”, then “Documents”.")
        case Demand.TIME if one.detail:
            told = {"steps": one.detail, "days": LAWS[kind].least_days}
            return _("Give people %(days)d whole days: move the closing of “%(steps)s”.") % told
        case Demand.TIME:
            return _("Give people %(days)d whole days.") % {"days": LAWS[kind].least_days}
        case Demand.DECISION if one.detail:
            first = date_format(date.fromisoformat(one.detail))
            return _("Write the day of the decision: %(first)s at the earliest.") % {"first": first}
        case Demand.OUTCOME:
            first = date_format(date.fromisoformat(one.detail))
            return _("Promise the result for a day after the last closing: %(first)s at the earliest.") % {
                "first": first
            }
    return _("Write the day of the decision.")
