"""What this application declares to those below it."""

from __future__ import annotations

from collections.abc import Sequence

from dreamplus.people.parts import Part


def connect() -> None:
    """Called once, when the applications are ready."""
    from wagtail.signals import page_published

    from consultations import board, law, notices, personal_data, slots
    from consultations.pages import ProcessPage
    from consultations.services import validation
    from dreamplus.cms import slots as places
    from dreamplus.notifications import pages, subjects
    from dreamplus.participation import kinds
    from dreamplus.people import parts

    parts.register(processes)
    places.register("home.lead", slots.lead)
    places.register("home.after", slots.after)
    board.declare()
    kinds.register_least_days(law.least_days)
    kinds.register_missing(validation.missing_above)
    personal_data.register()
    subjects.register_page(ProcessPage, pages.key_of)
    notices.register()
    page_published.connect(notices.on_publish, dispatch_uid="consultations.notices")
    _faces()


def processes() -> list[Part]:
    """Each consultation, the newest first."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from consultations.pages import ProcessPage

    found = ProcessPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("-pk")
    told = _("Consultation: %(title)s")
    return [Part(page.translation_key, told % {"title": page.draft_title}) for page in found[:200]]


def _faces() -> None:
    from django.db.models import Count, Q, Sum
    from django.urls import reverse
    from django.utils.translation import gettext_lazy as _
    from django.utils.translation import ngettext

    from consultations import faces
    from consultations.faces import Face, Figure
    from consultations.proposals.models import Proposal
    from consultations.proposals.pages import KIND
    from consultations.surveys import queries as surveys
    from consultations.surveys.pages import KIND as SURVEY
    from dreamplus.participation.enums import Status
    from dreamplus.participation.models import Activity
    from polls.queries import turnouts

    def proposals(activities: Sequence[Activity]) -> dict[int, list[Figure]]:
        visible = Proposal.objects.filter(activity__in=activities, contribution__status=Status.VISIBLE)
        rows = visible.values_list("activity").annotate(
            number=Count("pk"), given=Sum("supports"), answers=Count("pk", filter=~Q(answer=""))
        )
        return {
            activity: [
                Figure(number, ngettext("proposal", "proposals", number)),
                Figure(supports, ngettext("support", "supports", supports)),
                *([Figure(answers, ngettext("answer", "answers", answers))] if answers else []),
            ]
            for activity, number, supports, answers in rows
        }

    def votes(activities: Sequence[Activity]) -> dict[int, list[Figure]]:
        counted = turnouts(activities)
        return {key: [Figure(number, ngettext("voter", "voters", number))] for key, number in counted.items() if number}

    def answers(activities: Sequence[Activity]) -> dict[int, list[Figure]]:
        counted = surveys.numbers(activities)
        return {key: [Figure(number, ngettext("answer", "answers", number))] for key, number in counted.items()}

    def answer(activity: Activity) -> str:
        return reverse("surveys:answer", args=[activity.uuid])

    def write(activity: Activity) -> str:
        return reverse("proposals:write", args=[activity.uuid])

    def vote(activity: Activity) -> str:
        return reverse("polls:vote", args=[activity.uuid])

    faces.register(Face(KIND, _("I make a proposal"), _("Proposals open"), "open", write, proposals))
    faces.register(Face(SURVEY, _("I answer"), _("Survey open"), "open", answer, answers))
    faces.register(Face("poll", _("I vote"), _("Vote open"), "vote", vote, votes))
