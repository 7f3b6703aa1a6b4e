"""F6: a mail server that refuses, is slow, hangs up. Retried, nothing twice, no request waits for it."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dreamplus.core.tasks.testing import run_all
from dreamplus.notifications import courier
from dreamplus.notifications.enums import LetterState
from dreamplus.notifications.models import Bounce, Letter, Notice
from dreamplus.notifications.queries import is_stopped
from dreamplus.notifications.services import delivering
from dreamplus.notifications.services.bouncing import settle_bounces
from dreamplus.people.models import User
from dreamplus.people.services import create_confirmed_user
from dreamplus.people.testing import sign_in
from tests.dreamplus.notifications.conftest import DAY, NOON, minute, note, round_of
from tests.dreamplus.notifications.mailserver import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise, pytest.mark.usefixtures("noon", "bench")]
MINUTE = timedelta(minutes=1)


def state() -> str:
    return Letter.objects.get().state


def test_a_letter_arrives_whole(marie: User, mail_server: MailServer) -> None:
    note(marie, text="Été, œuvre, naïveté : tout arrive.")
    run_all()
    ((recipient, letter),) = mail_server.inbox
    assert (recipient, letter["Subject"]) == ("marie@exemple.fr", "Banc 1 : nouvelle 1")
    assert letter["Message-ID"] == f"<{Letter.objects.get().uuid}@testserver>"
    assert letter["List-Unsubscribe"].strip().startswith("<http://testserver/compte/avis/arreter/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "Été, œuvre, naïveté" in body.get_content()
    assert state() == LetterState.SENT


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_refused_for_now_is_tried_again_later_and_arrives_once(
    marie: User, mail_server: MailServer, where: str
) -> None:
    getattr(mail_server.behaviour, where)["marie@exemple.fr"] = "451 4.3.0 revenez plus tard"
    note(marie)
    run_all()
    assert (mail_server.inbox, state(), Letter.objects.get().attempts) == ([], LetterState.WAITING, 1)
    getattr(mail_server.behaviour, where).clear()
    minute(NOON + MINUTE / 2)
    assert mail_server.inbox == []  # it waits its time
    for later in (2, 3, 60):
        minute(NOON + later * MINUTE)
    assert (len(mail_server.inbox), state(), Bounce.objects.count()) == (1, LetterState.SENT, 0)


def test_pauses_grow_and_end_after_four_days(marie: User, mail_server: MailServer) -> None:
    mail_server.behaviour.recipient["marie@exemple.fr"] = "450 4.2.1 occupé"
    note(marie)
    tried = []
    for hour in range(5 * 24 + 1):
        at = NOON + timedelta(hours=hour)
        before = Letter.objects.values_list("attempts", flat=True).first()
        minute(at)
        if Letter.objects.get().attempts != before:
            tried.append(hour)
    assert state() == LetterState.GIVEN_UP
    assert 8 <= len(tried) <= 30
    mail_server.behaviour.recipient.clear()
    minute(NOON + 9 * DAY)
    assert mail_server.inbox == []


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_refused_for_good_is_listed_at_once_and_never_tried_again(
    marie: User, mail_server: MailServer, where: str
) -> None:
    getattr(mail_server.behaviour, where)["marie@exemple.fr"] = "550 5.1.1 marie@exemple.fr inconnue"
    note(marie)
    run_all()
    bounce = Bounce.objects.get()
    assert (bounce.person, bounce.address, bounce.code, bounce.at) == (marie, "marie@exemple.fr", "550 5.1.1", NOON)
    assert state() == LetterState.REFUSED
    getattr(mail_server.behaviour, where).clear()
    minute(NOON + DAY)
    assert mail_server.inbox == []


def test_after_three_returns_an_address_rests_until_it_is_confirmed(
    marie: User, karim: User, mail_server: MailServer
) -> None:
    mail_server.behaviour.recipient["marie@exemple.fr"] = "550 5.1.1 inconnue"
    for number in range(1, 4):
        assert is_stopped(marie) is False
        note(marie, key=str(number))
        run_all()
    assert is_stopped(marie) is True
    mail_server.behaviour.recipient.clear()
    note(marie, key="4")
    note(karim, key="4")
    run_all()
    assert [to for to, _letter in mail_server.inbox] == ["karim@exemple.fr"]
    assert Notice.objects.filter(recipient=marie).count() == 4  # all on the page
    settle_bounces(person=marie, address="Marie@exemple.fr", at=NOON)
    note(marie, key="5")
    run_all()
    assert [to for to, _letter in mail_server.inbox] == ["karim@exemple.fr", "marie@exemple.fr"]


def test_another_address_does_not_pay_for_the_first(marie: User, mail_server: MailServer) -> None:
    for number in range(3):
        Bounce.objects.create(person=marie, address="ancienne@exemple.fr", code=f"550 {number}", at=NOON)
    note(marie)
    run_all()
    assert len(mail_server.inbox) == 1


def test_our_own_server_refusing_us_is_nobodys_return(marie: User, karim: User, mail_server: MailServer) -> None:
    mail_server.behaviour.sender = "550 5.7.1 expéditeur refusé"
    note(marie)
    note(karim)
    run_all()
    assert Bounce.objects.count() == 0
    assert Letter.objects.filter(state=LetterState.WAITING).count() == 2
    mail_server.behaviour.sender = ""
    minute(NOON + 2 * MINUTE)
    assert len(mail_server.inbox) == 2


def test_a_server_that_is_away_stops_the_round_and_nothing_is_lost(
    marie: User, karim: User, mail_server: MailServer, settings: Any
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9  # nobody listens there
    note(marie)
    note(karim)
    assert delivering.deliver_due(at=NOON).stopped
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 1]
    settings.EMAIL_PORT = port
    minute(NOON + 2 * MINUTE)
    minute(NOON + 10 * MINUTE)
    assert sorted(to for to, _letter in mail_server.inbox) == ["karim@exemple.fr", "marie@exemple.fr"]


@pytest.mark.parametrize("kept", [True, False])
def test_hung_up_after_the_words_is_never_sent_twice(
    marie: User, karim: User, mail_server: MailServer, kept: bool
) -> None:
    """Nobody knows whether it was taken: it is said so, the others go on."""
    mail_server.behaviour.hang_up, mail_server.behaviour.kept = 1, kept
    note(marie)
    note(karim)
    run_all()
    minute(NOON + DAY)
    assert Counter(Letter.objects.values_list("state", flat=True)) == {LetterState.UNSURE: 1, LetterState.SENT: 1}
    assert len(mail_server.inbox) == 1 + kept


def test_too_slow_a_server_gets_nothing_twice(
    marie: User, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "Courier", lambda: courier.Courier(patience=0.2))
    mail_server.behaviour.slow = 0.6
    note(marie)
    run_all()
    assert state() == LetterState.UNSURE
    time.sleep(0.6)
    mail_server.behaviour.slow = 0
    minute(NOON + DAY)
    assert len(mail_server.inbox) <= 1


def test_a_slow_server_is_left_after_a_while_for_other_tasks(mail_server: MailServer, bench: None) -> None:
    for number in range(6):
        note(create_confirmed_user(email=f"lent-{number}@exemple.fr"), key="k")
    mail_server.behaviour.slow = 0.2
    done = delivering.deliver_due(at=NOON, seconds=0.5)
    assert done.more
    assert 1 <= done.sent <= 4
    mail_server.behaviour.slow = 0
    round_of(NOON + MINUTE)
    assert Counter(to for to, _letter in mail_server.inbox) == {f"lent-{number}@exemple.fr": 1 for number in range(6)}


def test_a_worker_killed_while_the_server_takes_a_letter(marie: User, mail_server: MailServer) -> None:
    """The words left, nothing was noted after: it is never sent again, and the staff see it."""
    note(marie)
    delivering.compose_batch(at=NOON)
    letter = Letter.objects.select_related("recipient").get()
    letter.address = marie.email
    assert delivering._begin(letter, NOON)
    assert not delivering._begin(letter, NOON)
    minute(NOON + MINUTE)
    assert state() == LetterState.SENDING
    minute(NOON + 11 * MINUTE)
    assert (state(), mail_server.inbox) == (LetterState.UNSURE, [])


def test_another_worker_took_it_meanwhile(
    marie: User, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(marie)
    begin = delivering._begin

    def after_another(letter: Letter, at: datetime) -> bool:
        Letter.objects.update(state=LetterState.SENT)
        return begin(letter, at)

    monkeypatch.setattr(delivering, "_begin", after_another)
    assert round_of(NOON) == 0
    assert mail_server.inbox == []


def test_a_thousand_queued_go_over_few_connections_once_each(mail_server: MailServer, bench: None) -> None:
    """200 here, by 20 refused for now and 20 for good among them; a thousand under --long."""
    thousand(mail_server, 200)


@pytest.mark.long
def test_a_thousand_queued(mail_server: MailServer, bench: None) -> None:
    thousand(mail_server, 1000)


def thousand(mail_server: MailServer, number: int) -> None:
    people = User.objects.bulk_create([User(email=f"file-{one}@exemple.fr") for one in range(number)])
    busy, gone = people[: number // 10], people[number // 10 : number // 5]
    mail_server.behaviour.recipient |= {person.email: "450 4.2.1 occupé" for person in busy}
    mail_server.behaviour.recipient |= {person.email: "550 5.1.1 inconnue" for person in gone}
    for person in people:
        note(person, key="k")
    minute(NOON)
    mail_server.behaviour.recipient = {person.email: "550 5.1.1 inconnue" for person in gone}
    for later in (2, 10, 60):
        minute(NOON + later * MINUTE)
    wanted = {person.email: 1 for person in people if person not in gone}
    assert Counter(to for to, _letter in mail_server.inbox) == wanted
    assert Bounce.objects.count() == len(gone)
    assert mail_server.connections <= 6


def test_no_request_waits_for_the_mail_server(client: Client, marie: User, mail_server: MailServer) -> None:
    """Everything a person can ask for here, with a server that takes three seconds for each letter."""
    mail_server.behaviour.slow = 3
    note(marie)
    sign_in(client, marie)
    begun = time.perf_counter()
    for name, arguments in (("list", []), ("preferences", []), ("follow", ["bench:1"])):
        assert client.get(reverse(f"notifications:{name}", args=arguments)).status_code == 200
    client.post(reverse("notifications:follow", args=["bench:1"]))
    client.post(reverse("notifications:read"), {"all": "1"})
    client.post(reverse("notifications:ask_confirmation"))
    assert (mail_server.connections, mail_server.inbox) == (0, [])
    assert time.perf_counter() - begun < 3
