"""The contact page: a receipt for each message, nothing lost, no way to flood a mailbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from dreamplus.cms.contact import ContactMessage
from dreamplus.cms.pages import ContactPage, HomePage
from dreamplus.cms.services import messages
from dreamplus.core import clock
from dreamplus.core.tasks.testing import run_all
from tests.dreamplus.core.test_proof import solve

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
TYPED = {
    "subject": "question",
    "message": "Bonjour,\nquand rouvre la piscine ?",
    "name": "Zoé Lefèvre",
    "email": "zoe@exemple.fr",
    "website": "",
}


def test_a_message_is_kept_and_its_receipt_has_a_number(home: HomePage, client: Client) -> None:
    answer = client.post("/contact/", TYPED, follow=True)
    kept = ContactMessage.objects.get()
    assert kept.message.split() == TYPED["message"].split()
    assert kept.recipient == "mairie@saint-aubin.example"
    assert answer.redirect_chain[0][0].endswith(f"?recu={kept.reference}")
    assert kept.reference in answer.text
    assert "zoe@exemple.fr" not in answer.text
    assert "piscine" not in answer.text


def test_both_e_mails_leave_once(home: HomePage, client: Client) -> None:
    client.post("/contact/", TYPED)
    run_all()
    to_office, receipt = mail.outbox
    kept = ContactMessage.objects.get()
    assert (to_office.to, to_office.reply_to) == (["mairie@saint-aubin.example"], ["zoe@exemple.fr"])
    assert "piscine" in to_office.body
    assert (receipt.to, kept.reference in receipt.body) == (["zoe@exemple.fr"], True)
    assert "piscine" not in receipt.body, "a receipt must not carry anybody's words to an address anybody typed"
    messages.deliver(message=kept, at=clock.now())
    assert len(mail.outbox) == 2


def test_a_receipt_that_failed_is_tried_again_without_writing_twice_to_the_office(home: HomePage) -> None:
    sent = messages.receive(
        **{key: TYPED[key] for key in ("subject", "name", "email", "message")},
        recipient="mairie@saint-aubin.example",
        language="fr",
        network="127.0.0.1",
        at=clock.now(),
    )
    sent.delivered_at = clock.now()
    messages.deliver(message=sent, at=clock.now())
    assert [letter.to for letter in mail.outbox] == [["zoe@exemple.fr"]]


# What is wrong → the field that says so. Nothing is kept, what was typed comes back.
WRONG = {
    "no address": ({"email": ""}, "email"),
    "not an address": ({"email": "zoe@"}, "email"),
    "two lines in an address": ({"email": "zoe@exemple.fr\nBcc: x@exemple.fr"}, "email"),
    "nothing written": ({"message": "   "}, "message"),
    "too long": ({"message": "a" * 5001}, "message"),
    "unknown subject": ({"subject": "autre"}, "subject"),
    "a name without end": ({"name": "Z" * 121}, "name"),
    "the field of programs": ({"website": "https://acheter.example"}, "website"),
}


@pytest.mark.parametrize("name", WRONG)
def test_bad_input_changes_nothing_and_loses_nothing(home: HomePage, client: Client, name: str) -> None:
    change, field = WRONG[name]
    answer = client.post("/contact/", TYPED | change)
    assert (answer.status_code, set(answer.context["form"].errors)) == (400, {field})
    assert not ContactMessage.objects.exists()
    for key, value in (TYPED | change).items():
        if key in ("name", "email") and key != field:
            assert value in answer.text
    if field != "message":
        assert "quand rouvre la piscine ?" in answer.text


def test_hostile_words_cannot_run_in_the_page(home: HomePage, client: Client) -> None:
    answer = client.post("/contact/", TYPED | {"email": "", "message": "</textarea><script>alert(1)</script>"})
    assert "<script>alert" not in answer.text


def test_the_fourth_message_of_an_hour_waits_and_is_not_lost(home: HomePage, client: Client) -> None:
    now = clock.now().replace(minute=5)
    with clock.frozen(now):
        for _number in range(messages.PER_ADDRESS):
            assert client.post("/contact/", TYPED).status_code == 302
        answer = client.post("/contact/", TYPED)
        assert (answer.status_code, "quand rouvre la piscine ?" in answer.text) == (400, True)
        assert ContactMessage.objects.count() == messages.PER_ADDRESS
    with clock.frozen(now + timedelta(hours=1)):
        assert client.post("/contact/", TYPED).status_code == 302


def test_one_network_cannot_write_to_everybody(home: HomePage, client: Client) -> None:
    with clock.frozen(clock.now().replace(minute=5)) as at:
        answers = [
            client.post("/contact/", TYPED | {"email": f"p{n}@exemple.fr", "proof": solve(at)}).status_code
            for n in range(12)
        ]
    assert answers == [302] * messages.PER_NETWORK + [400, 400]


def test_without_a_proof_of_work_one_network_writes_less(home: HomePage, client: Client) -> None:
    with clock.frozen(clock.now().replace(minute=5)):
        answers = [client.post("/contact/", TYPED | {"email": f"p{n}@exemple.fr"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [302] * messages.PER_NETWORK_UNPROVED + [400]
    assert "piscine" in answers[-1].text


def test_a_form_without_its_token_is_refused(home: HomePage) -> None:
    assert Client(enforce_csrf_checks=True).post("/contact/", TYPED).status_code == 403
    assert not ContactMessage.objects.exists()


def test_without_a_mailbox_the_form_is_closed(home: HomePage, client: Client) -> None:
    page = ContactPage.objects.child_of(home).get()
    page.recipient = ""
    page.save_revision().publish()
    assert 'name="message"' not in client.get("/contact/").text
    client.post("/contact/", TYPED)
    assert not ContactMessage.objects.exists()


def test_a_wrong_receipt_number_shows_the_form(home: HomePage, client: Client) -> None:
    for reference in ("MSG-0000-0000-0000-0000", "<script>", "", "x" * 500):
        answer = client.get("/contact/", {"recu": reference})
        assert 'name="message"' in answer.text


def test_messages_are_erased_after_six_months(home: HomePage, client: Client) -> None:
    client.post("/contact/", TYPED)
    now = clock.now()
    assert messages.purge(at=now + timedelta(days=182)) == 0
    assert messages.purge(at=now + timedelta(days=184)) == 1
