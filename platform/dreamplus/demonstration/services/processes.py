"""Consultations of the demonstration, played from their opening to today by the services everybody uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate, localtime
from wagtail.models import Locale, Page, Site

from consultations.outcome_page import OutcomePage
from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.proposals.models import Proposal
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.rules.statuses import Status
from consultations.proposals.services.answer import answer_proposal
from consultations.proposals.services.publish import publish_proposal
from consultations.proposals.services.support import support_proposal
from consultations.services import outcome
from dreamplus.demonstration.content.shapes import (
    FurtherWords,
    Option,
    OutcomeWords,
    PollWords,
    Process,
    ProposalsStep,
    ProposalWords,
    Words,
)
from dreamplus.demonstration.services.pages import body_of, publish_under, write_comments
from dreamplus.demonstration.services.sketches import drawn
from dreamplus.demonstration.services.surveys import make_survey
from dreamplus.participation.enums import Channel
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import services as paper
from dreamplus.participation.paper.queries import stations
from dreamplus.participation.services import create_activity, freeze, schedule
from dreamplus.people.assisted.models import Place as HelpPlace
from dreamplus.people.models import User
from dreamplus.people.organisations.models import Organisation
from polls.models import Attendance
from polls.pages import PollOption, PollPage
from polls.rules import Choices, Method, Thresholds, joined
from polls.services import add_question, cast_ballot, create_poll, open_poll
from polls.services.casting import new_key

STRIDE = 7
"""Numbers of voters here are no multiple of it: each heap of answers is taken once, in another order."""
STATUSES = {"review": Status.UNDER_REVIEW, "accepted": Status.ACCEPTED, "refused": Status.REFUSED, "done": Status.DONE}


class Cast:
    """Who plays: residents with a name, voters without, the agent and the elected official; where some of the voters
    are helped."""

    def __init__(
        self,
        residents: dict[str, User],
        voters: list[User],
        agent: User,
        official: User,
        places: Sequence[HelpPlace] = (),
    ) -> None:
        self.residents, self.voters, self.agent, self.official = residents, voters, agent, official
        self.places = places

    def way_of(self, number: int) -> dict[str, str]:
        """How that voter votes: one in eight comes to a place where people are helped."""
        if not self.places or number % 8 != 5:
            return {}
        place = self.places[number // 8 % len(self.places)]
        return {"channel": Channel.ASSISTED, "station": place.code}


def make_processes(processes: tuple[Process, ...], cast: Cast, *, at: datetime) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    index = publish_under(
        home,
        ProcessIndexPage(title="Participer", summary="Ce qui est ouvert, ce qui vient, ce que c’est devenu."),
    )
    for process in processes:
        page = publish_under(index, _process_page(process, at), slug=process.slug)
        for step in process.proposals:
            _proposals(page, step, cast, at)
        if process.dutch:
            _translate(page, process, at)
        for poll in process.polls:
            _poll(page, poll, cast, at)
        for survey in process.surveys:
            closing = _closing(at, survey.closes_in)
            make_survey(page, survey, voters=cast.voters, agent=cast.agent, closes_at=closing, at=at)
        if process.outcome:
            _outcome(page, process.outcome, cast, at)


def _process_page(process: Process, at: datetime) -> ProcessPage:
    words, milestones = process.words, _milestones(process, at)
    return ProcessPage(title=words.title, summary=words.summary, body=body_of(words), milestones=milestones)


def _milestones(process: Process, at: datetime, *, dutch: bool = False) -> list[tuple[str, dict[str, Any]]]:
    told = [
        (point, point.dutch if dutch and point.dutch else (point.label, point.detail)) for point in process.milestones
    ]
    return [
        ("milestone", {"label": label, "when": detail, "on": localdate(at + timedelta(days=point.day))})
        for point, (label, detail) in told
    ]


def _outcome(process: ProcessPage, told: OutcomeWords, cast: Cast, at: datetime) -> None:
    words = outcome.Words(told.said, told.taken_up, told.reasons)
    page = outcome.write_outcome(process=process, words=words, publish=True, by=cast.agent, at=at)
    OutcomePage.objects.filter(pk=page.pk).update(first_published_at=at - timedelta(days=told.days_ago))


# Proposals ------------------------------------------------------------------------------------------------------------
def _proposals(process: ProcessPage, step: ProposalsStep, cast: Cast, at: datetime) -> None:
    opening = at + timedelta(days=step.opens_in_days)
    activity = create_activity(
        kind="proposals",
        at=opening,
        title=step.words.title,
        opens_at=opening,
        closes_at=_closing(at, 24 * step.closes_in_days),
    )
    page = ProposalsPage(title=step.words.title, summary=step.words.summary, activity=activity)
    publish_under(process, page, slug=step.slug)
    schedule(activity=activity, at=opening)
    freeze(activity=activity, at=opening)
    for words in sorted(step.proposals, key=lambda words: -words.days_ago):
        _proposal(activity, words, cast, at)


def _proposal(activity: Activity, words: ProposalWords, cast: Cast, at: datetime) -> None:
    written = at - timedelta(days=words.days_ago)
    published = publish_proposal(
        activity=activity,
        author=cast.residents[words.author],
        key=uuid4(),
        title=words.title,
        body=words.body,
        theme=None,
        at=written,
        organisation=Organisation.objects.get(number=words.organisation) if words.organisation else None,
    )
    proposal = published.proposal
    for voter in cast.voters[: words.supports]:
        support_proposal(proposal=proposal, person=voter, at=written + timedelta(hours=3))
    write_comments(proposal, words.comments, cast.residents, at=written + timedelta(hours=5))
    if words.status in STATUSES:
        answer_proposal(
            proposal=Proposal.objects.get(pk=proposal.pk),
            status=STATUSES[words.status],
            answer=words.answer,
            role="Service voirie et espaces publics",
            by=cast.agent,
            at=min(at, written + timedelta(days=9)),
            seen=None,
        )


# Polls ----------------------------------------------------------------------------------------------------------------
def _poll(process: ProcessPage, words: PollWords, cast: Cast, at: datetime) -> None:
    opening = at + timedelta(hours=words.opens_in)
    page = create_poll(
        parent=Page.objects.get(pk=process.pk),
        title=words.words.title,
        question=words.question,
        summary=words.words.summary,
        options=_labels(words.options, words.method),
        method=words.method,
        most=words.max_choices,
        opens_at=opening,
        closes_at=_closing(at, words.closes_in),
        at=opening - timedelta(days=2),
        by=cast.agent,
    )
    activity = page.activity
    if words.boxes:
        names = [box.name for box in words.boxes]
        paper.set_stations(activity=activity, names=names, at=opening - timedelta(days=2))
    _illustrate(page, words.options)
    for asked in words.further:
        add_question(
            activity=activity,
            question=asked.question,
            options=_labels(asked.options, asked.method),
            method=asked.method,
            least=1,
            most=asked.max_choices or len(asked.options),
            numbers={},
            thresholds=Thresholds(),
            at=opening - timedelta(days=2),
            by=cast.agent,
        )
    if words.dutch:
        _dutch_poll(page, words)
    open_poll(activity=activity, by=cast.agent, at=opening)
    activity.refresh_from_db()
    codes = _codes(page, words)
    ballots = [joined(answers) for answers in _answers(page, words, codes)]
    for number, choices in enumerate(ballots):
        moment = opening + (min(at, activity.closes_at) - opening) * (number / (len(ballots) + 1))
        voter, way = cast.voters[number], cast.way_of(number)
        cast_ballot(activity=activity, voter=voter, choices=choices, key=new_key(), at=moment, **way)
    # Neighbours without a name have no mailbox to flood.
    Attendance.objects.filter(activity=activity).update(receipt_sent=True)
    _read_boxes(activity, words, codes, cast)


def _read_boxes(activity: Activity, words: PollWords, codes: dict[str, str], cast: Cast) -> None:
    """By the agent, then by the elected official, the morning after the closing; boxes without ballots wait."""
    assert activity.closes_at is not None  # noqa: S101 - polls of the demonstration have one
    morning = activity.closes_at + timedelta(hours=13)
    read = [box for box in words.boxes if box.ballots]
    for station, box in zip(stations(activity), words.boxes, strict=True):
        for person in (cast.agent, cast.official) if box in read else ():
            who: dict[str, Any] = {"activity": activity, "station": station.code, "person": person, "at": morning}
            for borne, number in box.ballots.items():
                paper.write_down(**who, words="" if borne == "blank" else codes[borne], number=number)
            paper.finish(**who, void=box.void, signed=box.signed, remarks=box.remark)
    if read:
        paper.end_count(activity=activity, by=cast.agent, at=morning)


def _illustrate(page: PollPage, options: tuple[Option, ...]) -> None:
    """Pictures beside the words, on the page and in its next revisions."""
    if not any(option.sketch for option in options):
        return
    for row, option in zip(PollOption.objects.filter(page=page).order_by("sort_order"), options, strict=True):
        if option.sketch:
            row.image = drawn(option.sketch.name, alternative=option.sketch.alternative)
            row.save()
    PollPage.objects.get(pk=page.pk).save_revision()


def _closing(at: datetime, hours: float) -> datetime:
    """In so many hours; a closing days away is at eight in the evening, as town halls write it."""
    closing = at + timedelta(hours=hours)
    return closing if abs(hours) < 24 else localtime(closing).replace(hour=20, minute=0, second=0, microsecond=0)


def _labels(options: tuple[Option, ...], method: str) -> list[tuple[str, str]]:
    return [] if method == Method.YES_NO else [(option.label, option.description) for option in options]


def _codes(page: PollPage, words: PollWords | FurtherWords, number: int = 1) -> dict[str, str]:
    """From the codes of the content to those of the ballot."""
    if words.method == Method.YES_NO:
        return {option.code: option.code for option in words.options}
    rows = PollOption.objects.filter(page=page, number=number).order_by("sort_order")
    return {option.code: row.code for option, row in zip(words.options, rows, strict=True)}


def _answers(page: PollPage, words: PollWords, codes: dict[str, str]) -> Iterator[tuple[Choices, ...]]:
    """What each voter answers to every question; those after the first are taken in another order."""
    first = list(_ballots(words, codes))
    others = [list(_ballots(asked, _codes(page, asked, number))) for number, asked in enumerate(words.further, start=2)]
    for voter, said in enumerate(first):
        more = [[*heap, *[()] * (len(first) - len(heap))] for heap in others]
        yield (said, *(heap[(voter * STRIDE) % len(first)] for heap in more))


def _ballots(words: PollWords | FurtherWords, codes: dict[str, str]) -> Iterator[Choices]:
    """One list of choices for each ballot, taken in turn so that no hour looks arranged."""
    left = dict(words.ballots)
    while left:
        for borne in list(left):
            parted = (word.partition("=") for word in borne.split() if word != "blank")
            yield tuple(codes[code] + between + mark for code, between, mark in parted)
            left[borne] -= 1
            if not left[borne]:
                del left[borne]


# Dutch ----------------------------------------------------------------------------------------------------------------
def _translate(page: ProcessPage, process: Process, at: datetime) -> None:
    """The process and its steps in Dutch: other pages, the same activities."""
    assert process.dutch is not None  # noqa: S101 - the caller looked
    dutch = Locale.objects.get(language_code="nl")
    twin = page.get_translation_or_none(dutch) or page.copy_for_translation(dutch, copy_parents=True)
    twin = twin.specific
    twin.milestones = _milestones(process, at, dutch=True)
    _words(twin, process.dutch, slug=process.slug)
    for step in process.proposals:
        if step.dutch:
            original = ProposalsPage.objects.child_of(page).get(slug=step.slug)
            _words(original.copy_for_translation(dutch), step.dutch, slug=step.slug)


def _dutch_poll(page: PollPage, words: PollWords) -> None:
    assert words.dutch is not None  # noqa: S101 - the caller looked
    dutch = Locale.objects.get(language_code="nl")
    twin = page.copy_for_translation(dutch)
    twin.question = words.dutch_question
    for row, option in zip(twin.options.order_by("sort_order"), words.options, strict=True):
        if option.dutch:
            row.label, row.description = option.dutch
        if option.sketch:
            row.image = drawn(option.sketch.name, alternative=option.sketch.dutch)
        row.save()
    _words(twin, words.dutch, slug=words.slug)


def _words(page: Page, words: Words, *, slug: str) -> None:
    page.title, page.summary, page.slug = words.title, words.summary, slug
    if words.body:
        page.body = body_of(words)
    page.save_revision().publish()
