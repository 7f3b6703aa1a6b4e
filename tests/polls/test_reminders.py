"""Who stands on the list and has not voted is reminded once; nobody sees who; nothing of it outlives attendance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from dreamplus.core import clock
from dreamplus.core.tasks.testing import run_all
from dreamplus.notifications.models import Notice
from dreamplus.notifications.queries import told
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import Audience, Requirement, Way
from dreamplus.participation.services import settle_due
from dreamplus.people.models import User
from dreamplus.people.rolls.models import Roll, RollLine
from polls import notices
from polls.models import Attendance
from polls.services.forgetting import forget_due
from tests.polls.conftest import HALL

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
DAY = timedelta(days=1)


@pytest.fixture
def listed(poll: Activity, noon: datetime, make_voter: Callable[[str], User]) -> dict[str, User]:
    """Ada and Luc are of the Faubourg, Zoé of elsewhere; each on a line. Somebody else has no account."""
    dates = {"created_at": noon, "imported_at": noon, "erase_on": (noon + 90 * DAY).date()}
    roll = Roll.objects.create(name="Habitants", purpose="Voter.", created_by_role="agent", size=4, **dates)
    people = {name: make_voter(name) for name in ("ada", "luc", "zoe")}
    for number, (name, user) in enumerate(people.items(), 1):
        proof = {
            "qualified_by": "counter",
            "qualified_at": noon.date(),
            "area": "nord" if name == "zoe" else "faubourg",
        }
        RollLine.objects.create(roll=roll, number=number, name=name, folded=name, user=user, **proof)
    RollLine.objects.create(roll=roll, number=9, name="sans compte", folded="sans compte", area="faubourg")
    audience = Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),), areas=("faubourg",)))
    Activity.objects.filter(pk=poll.pk).update(audience=audience.stored())
    poll.refresh_from_db()
    return people


def reminded() -> set[str]:
    found = Notice.objects.filter(kind=notices.REMINDER).values_list("recipient__email", flat=True)
    return {email.partition("@")[0] for email in found}


def two_days_before(noon: datetime) -> None:
    settle_due(noon + 8 * DAY)
    with clock.frozen(noon + 8 * DAY):
        run_all()


def test_those_of_the_list_who_have_not_voted_are_told_once(
    poll: Activity, listed: dict[str, User], vote: Any, noon: datetime
) -> None:
    vote(poll, listed["luc"], HALL)
    settle_due(noon + 7 * DAY)
    run_all()
    assert reminded() == set(), "not yet"
    two_days_before(noon)
    two_days_before(noon + timedelta(minutes=1))
    assert reminded() == {"ada"}, "neither who voted, nor another quarter, nor a line without an account"
    assert Notice.objects.filter(kind=notices.REMINDER).count() == 1


def test_whoever_votes_meanwhile_is_told_nothing(
    poll: Activity, listed: dict[str, User], vote: Any, noon: datetime
) -> None:
    two_days_before(noon)
    assert reminded() == {"ada", "luc"}
    vote(poll, listed["ada"], HALL, at=noon + 8 * DAY)
    assert {one.notice.recipient.email for one in told(list(Notice.objects.all())) if one.words} == {"luc@exemple.fr"}


def test_a_paper_marked_on_the_list_is_a_vote(poll: Activity, listed: dict[str, User], noon: datetime) -> None:
    line = RollLine.objects.get(name="ada")
    Attendance.objects.create(activity=poll, line=line, channel="paper", day=noon.date(), receipt_ref="V-x")
    two_days_before(noon)
    assert reminded() == {"luc"}


def test_a_vote_without_a_list_reminds_nobody(poll: Activity, marie: User, noon: datetime) -> None:
    two_days_before(noon)
    assert reminded() == set()


def test_reminders_go_with_the_attendance(poll: Activity, listed: dict[str, User], vote: Any, noon: datetime) -> None:
    vote(poll, listed["luc"], HALL)
    two_days_before(noon)
    assert reminded() == {"ada"}
    settle_due(noon + 10 * DAY)
    assert forget_due(noon + 19 * DAY) == 1
    assert not Notice.objects.filter(kind=notices.REMINDER).exists()


def test_batches_reach_everybody(
    poll: Activity, listed: dict[str, User], noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "BATCH", 1)
    two_days_before(noon)
    assert reminded() == {"ada", "luc"}


def test_what_it_says(poll: Activity, listed: dict[str, User], noon: datetime, client: Client) -> None:
    two_days_before(noon)
    client.force_login(listed["ada"])
    with clock.frozen(noon + 8 * DAY):
        text = client.get("/compte/avis/").content.decode()
    assert "Vous êtes sur la liste de ce vote" in text
    assert "Quel projet pour la place" in text
    assert not [letter for letter in mail.outbox if "luc@" in letter.to[0] and "ada" in letter.body]
