"""A year of openings, closings, answers and digests, through both changes of time, with a worker that is killed at
random points and events that are played again: each is told once, on the right morning."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from consultations.pages import ProcessPage
from consultations.proposals.models import Proposal
from consultations.proposals.notices import ANSWER, FOLLOWED, NEW, key_of
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.rules.statuses import Status
from consultations.proposals.services.answer import answer_proposal
from consultations.proposals.services.publish import publish_proposal
from deliberation.comments import notices as comments
from deliberation.comments.services import post_comment
from dreamplus.core import clock, events
from dreamplus.core.models import EventRecord
from dreamplus.core.tasks import queue
from dreamplus.core.tasks.registry import PERIODIC
from dreamplus.core.tasks.testing import run_all
from dreamplus.notifications import kinds
from dreamplus.notifications.enums import LetterState
from dreamplus.notifications.models import Letter, Notice, NoticeSettings, Preference
from dreamplus.notifications.pages import key_of as page_key
from dreamplus.notifications.rules.calendar import Channel
from dreamplus.notifications.services.following import follow
from dreamplus.participation.models import Activity
from dreamplus.participation.notices import CLOSED, OPENED, RESULT, SOON
from dreamplus.participation.services.activities import schedule
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person
from polls.services import create_poll

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 11, 23, 11, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PROCESSES = 4
DIES = 1 / 120  # at each statement of the worker
DIES_SENDING = 1 / 60
WORKER = ("notifications.look", "participation.settle")


class Killed(BaseException):
    """The worker ends here, whatever it was doing."""


class Fate:
    """Kills the worker at random points, always the same for one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.armed = False
        self.deaths = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.perhaps(DIES)
        return execute(sql, params, many, context)

    def perhaps(self, probability: float) -> None:
        if self.armed and self.chance.random() < probability:
            self.armed = False
            self.deaths += 1
            raise Killed

    @contextmanager
    def hanging_over(self) -> Iterator[None]:
        self.armed = True
        try:
            yield
        finally:
            self.armed = False


FATE = Fate(0)


class DeadlyBackend(EmailBackend):
    """Dies before the letter leaves, or after. Keeps when each left."""

    def send_messages(self, messages: Any) -> int:
        FATE.perhaps(DIES_SENDING)
        sent: int = super().send_messages(messages)
        for message in messages:
            LEFT.append((clock.now(), message))
        FATE.perhaps(DIES_SENDING)
        return sent


LEFT: list[tuple[datetime, EmailMessage]] = []


class Year:
    """What is done on which day, and the worker that goes round."""

    def __init__(self, make_process: Callable[..., ProcessPage], agent: User) -> None:
        self.make_process, self.agent = make_process, agent
        self.agenda: list[tuple[datetime, Callable[[datetime], None]]] = []
        self.marie = make_person(display_name="Marie")
        self.karim = make_person(display_name="Karim")
        self.followers = {channel: make_person(email=f"{channel}@exemple.fr") for channel in Channel}
        self.silent = make_person(email="silence@exemple.fr")
        NoticeSettings.objects.create(person=self.silent, no_letters=True)
        for kind in kinds.registered():
            for channel, person in self.followers.items():
                Preference.objects.create(person=person, kind=kind.slug, channel=channel)

    @property
    def everybody(self) -> list[User]:
        return [*self.followers.values(), self.silent]

    def plan(self, number: int, chance: random.Random) -> None:
        """One consultation: it opens, a proposal, an answer, a comment, a vote in every other one."""
        opens = START + timedelta(days=3 + 85 * number, minutes=chance.randrange(0, 24 * 60))
        page = self.make_process(f"Place {number}", at=opens, days=20)
        for person in self.everybody:
            follow(person=person, subject=page_key(page), at=START)
        if number % 2:
            vote = {"title": f"Vote {number}", "question": "Laquelle ?", "options": [("Rouge", ""), ("Bleue", "")]}
            dates = {"opens_at": opens + DAY, "closes_at": opens + 9 * DAY}
            poll = create_poll(parent=page, at=START, by=self.agent, **vote, **dates)
            poll.save_revision().publish()
            schedule(activity=poll.activity, at=START)
        collection = ProposalsPage.objects.child_of(page).get()
        for after, act in ((4 * DAY, self.propose), (9 * DAY, self.answer), (12 * DAY, self.comment)):
            later = opens + after + timedelta(minutes=chance.randrange(0, 24 * 60))
            self.agenda.append((later, lambda at, act=act: act(collection, at)))  # type: ignore[misc]  # bound now

    def propose(self, page: ProposalsPage, at: datetime) -> None:
        words = {"title": f"Tilleuls de {page.pk}", "body": "Des tilleuls, autour de la place."}
        made = publish_proposal(activity=page.activity, author=self.marie, key=uuid4(), theme=None, at=at, **words)  # type: ignore[arg-type]
        for person in self.everybody:
            follow(person=person, subject=key_of(made.proposal), at=at)

    def answer(self, page: ProposalsPage, at: datetime) -> None:
        proposal = Proposal.objects.get(activity=page.activity)
        words = {"answer": "Oui : vingt arbres.", "role": "L’adjointe aux travaux"}
        answer_proposal(proposal=proposal, status=Status.ACCEPTED, by=self.agent, at=at, seen=None, **words)

    def comment(self, page: ProposalsPage, at: datetime) -> None:
        proposal = Proposal.objects.get(activity=page.activity)
        post_comment(target=proposal, author=self.karim, text="Bravo.", form_key=uuid4(), at=at)

    def go_by(self, chance: random.Random) -> None:
        """Every morning at seven, whenever something is done or falls due, and a while after each death."""
        instants = {act[0] for act in self.agenda}
        instants |= set(self._dates())
        for day in range(367):
            date = (START + day * DAY).astimezone(PARIS).date()
            instants.add(datetime.combine(date, time(7), tzinfo=PARIS).astimezone(UTC))
        acts = dict(self.agenda)
        for instant in sorted(instants):
            with clock.frozen(instant):
                if instant in acts:
                    acts[instant](instant)
                for later in (0, 2, 4, 6, 8, 11, 13, 22):
                    if later == 0 or self._unfinished():
                        self.work(instant + later * MINUTE)
                if chance.random() < 0.1:
                    self.play_again(chance)

    @staticmethod
    def _dates() -> Iterator[datetime]:
        for opens, closes in Activity.objects.values_list("opens_at", "closes_at"):
            yield from (opens, closes - 2 * DAY, closes)

    @staticmethod
    def _unfinished() -> bool:
        return (
            queue.TaskRun.objects.filter(state__in=["waiting", "running"]).exists()
            or Letter.objects.filter(state=LetterState.SENDING).exists()
        )

    def work(self, at: datetime) -> None:
        with clock.frozen(at), connection.execute_wrapper(FATE):
            for name in WORKER:
                queue.enqueue(PERIODIC[name].definition, kwargs={"at": at.isoformat()}, key=f"{name}@{at.isoformat()}")
            for _life in range(50):
                try:
                    with FATE.hanging_over():
                        run_all(at)
                    return
                except Killed:
                    continue

    @staticmethod
    def play_again(chance: random.Random) -> None:
        """An event that was handled already comes again."""
        done = list(EventRecord.objects.order_by("pk"))
        for record in chance.sample(done, min(3, len(done))):
            for handler in events._HANDLERS.get(record.name, []):
                if "federation" not in handler.name:
                    handler.function(record_id=record.pk)


@pytest.mark.database_promise
def test_a_year(
    make_process: Callable[..., ProcessPage], settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DREAM_KEYS = tmp_path / "keys"
    settings.EMAIL_BACKEND = f"{__name__}.DeadlyBackend"
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])
    LEFT.clear()
    FATE.__init__(20261123)  # type: ignore[misc]  # begins again
    chance = random.Random(7)
    with clock.frozen(START):
        year = Year(make_process, make_person(Role.AGENT))
        for number in range(PROCESSES):
            year.plan(number, chance)
        run_all(START)
    mail.outbox.clear()
    LEFT.clear()
    year.go_by(chance)
    assert FATE.deaths >= 20
    everything_was_told_once(year)
    letters_left_once_and_on_the_right_morning()


def everything_was_told_once(year: Year) -> None:
    votes = PROCESSES // 2
    expected = Counter(
        {
            OPENED: PROCESSES + votes,
            SOON: PROCESSES + votes,
            CLOSED: PROCESSES,
            RESULT: votes,
            NEW: PROCESSES,
            FOLLOWED: PROCESSES,
        }
    )
    expected[comments.FOLLOWED] = PROCESSES
    for person in year.everybody:
        wanted = Counter() if person == year.followers[Channel.NEVER] else expected
        assert Counter(Notice.objects.filter(recipient=person).values_list("kind", flat=True)) == wanted, person.email
    mine = Counter(Notice.objects.filter(recipient=year.marie).values_list("kind", flat=True))
    assert mine == {ANSWER: PROCESSES, comments.FOLLOWED: PROCESSES}
    assert not Notice.objects.filter(recipient__in=[year.karim, year.agent]).exists()
    assert not Notice.objects.filter(mail_due__isnull=False).exists()


def letters_left_once_and_on_the_right_morning() -> None:
    left = {message.extra_headers["Message-ID"]: (at, message) for at, message in LEFT if message.extra_headers}
    assert len(left) == len([1 for _at, message in LEFT if message.extra_headers])  # no Message-ID twice
    by_mail = (Channel.AT_ONCE, Channel.DAILY, Channel.WEEKLY)
    carried = Notice.objects.exclude(recipient__email="silence@exemple.fr").filter(channel__in=by_mail)
    assert carried.filter(letter=None).count() == 0
    assert Notice.objects.exclude(pk__in=carried).filter(letter__isnull=False).count() == 0
    states = Counter(Letter.objects.values_list("state", flat=True))
    assert set(states) <= {LetterState.SENT, LetterState.UNSURE}
    unsure = {f"<{uuid}@testserver>" for uuid in Letter.objects.filter(state="unsure").values_list("uuid", flat=True)}
    assert len(unsure - set(left)) <= FATE.deaths  # those are on the page only
    for letter in Letter.objects.prefetch_related("notices"):
        message_id = f"<{letter.uuid}@testserver>"
        if letter.state == LetterState.SENT:
            assert message_id in left  # exactly once, as no number comes twice
        if message_id in left:
            at, _message = left[message_id]
            for notice in letter.notices.all():
                on_its_morning(notice, at)


def on_its_morning(notice: Notice, at: datetime) -> None:
    local, noted = at.astimezone(PARIS), notice.created_at.astimezone(PARIS)
    late = local.replace(tzinfo=None) - noted.replace(tzinfo=None)
    if notice.channel == Channel.AT_ONCE:
        assert late <= timedelta(minutes=25)
        return
    assert local.hour == 7, (notice, local)
    assert local.minute <= 25
    assert late <= (DAY if notice.channel == Channel.DAILY else 7 * DAY) + timedelta(minutes=50)
    assert notice.channel == Channel.DAILY or local.weekday() == 0
