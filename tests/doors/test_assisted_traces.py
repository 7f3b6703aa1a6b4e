"""What is given with help (J4) bears channel and place, and no trace of who helped."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from deliberation.comments.models import Comment
from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all, run_periodic
from dreamplus.notifications.models import Letter, Notice
from dreamplus.participation.models import Contribution
from dreamplus.people.assisted.models import Place, WithoutAddress
from dreamplus.people.models import User
from dreamplus.people.testing import sign_in
from polls.models import Attendance, Ballot
from tests.doors.conftest import BLUE, CLOSING, NOON
from tests.doors.helping import comment, finish, open_code, propose, sits_down, vote
from tests.doors.lived import Lived
from tests.traces import dump, pointing_to

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def test_no_trace_of_who_helped(lived: Lived, helper: User, place: Place) -> None:
    """Every column of every table, and every foreign key, before and after; the access log alone has new lines."""
    code = open_code(helper, place)
    before, keys = _naming(helper), pointing_to(helper.pk)
    client = Client()
    client.post(reverse("assisted:arrive"), {"code": code})
    client.post(reverse("assisted:begin"), {"agreed": "on", "name": "Marcel"})
    answer = vote(client, lived)
    assert b"VOTE" in answer.content or answer.status_code == 200
    propose(client, lived)
    comment(client, lived)
    summary = client.get(reverse("assisted:finish")).content.decode()
    assert "Un banc sous la halle" in summary
    assert Attendance.objects.get(channel="assisted").receipt_ref in summary
    finish(client)
    run_all(NOON)
    assert _naming(helper) == before
    assert pointing_to(helper.pk) == keys
    assert AccessLog.objects.filter(actor_id=str(helper.pk), purpose="assisted.open.counter").count() == 1


def test_what_is_given_bears_the_channel_and_the_place(lived: Lived, helper: User, place: Place) -> None:
    client = sits_down(helper, place)
    vote(client, lived)
    propose(client, lived)
    comment(client, lived)
    given = Contribution.objects.get(proposal__title="Un banc sous la halle")
    assert (given.channel, given.place, given.signed) == ("assisted", place, "Marcel")
    written = Comment.objects.get(comment="Oui, à l’ombre.")
    assert (written.channel, written.place) == ("assisted", place)
    ballot = Ballot.objects.get(channel="assisted")
    assert (ballot.choices, ballot.station) == (BLUE, place.code)
    assert Attendance.objects.get(channel="assisted").voter == given.author


def test_nothing_is_ever_sent_to_who_has_no_address(lived: Lived, helper: User, place: Place) -> None:
    client = sits_down(helper, place)
    vote(client, lived)
    propose(client, lived)
    mail.outbox.clear()
    for at in (NOON, CLOSING):
        run_all(at)
        run_periodic("minute", at=at)
        run_periodic("hour", at=at)
        run_all(at)
    nowhere = [message.to for message in mail.outbox if any(".invalid" in to for to in message.to)]
    assert nowhere == []
    user = WithoutAddress.objects.get().user
    assert not Letter.objects.filter(recipient=user).exists()
    assert not Notice.objects.filter(recipient=user).exclude(mail_due=None).exists()


def test_who_comes_back_on_a_list_is_the_same_person(lived: Lived, helper: User, place: Place) -> None:
    """One line, one vote: the second replaces the first."""
    from tests.doors.world import _of_rolls  # a list with one line

    line = _of_rolls(helper)["rolls_staff:"]["pk"]
    for _visit in range(2):
        client = Client()
        answer = sign_in(Client(), helper).post(
            reverse("assisted_staff:open_for", args=[line]),
            {"document_seen": "on", "place": place.code, "screen": "elsewhere"},
        )
        code = re.search(r"\d{4}-\d{3}-\d{3}", answer.content.decode())
        assert code, answer.content.decode()
        client.post(reverse("assisted:arrive"), {"code": code[0]})
        client.post(reverse("assisted:begin"), {"agreed": "on"})
        vote(client, lived)
        finish(client)
    assert Attendance.objects.filter(channel="assisted").count() == 1
    assert Ballot.objects.filter(channel="assisted").count() == 1


def _naming(person: User) -> set[tuple[str, str]]:
    """Values that name the person."""
    needles = (person.email, "aide canari", str(person.uuid), person.uuid.hex)
    return {(column, text) for column, text in dump() if any(needle in text.lower() for needle in needles)}
