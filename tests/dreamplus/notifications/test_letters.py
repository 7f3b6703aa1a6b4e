"""What letters say, in whose language, and what they never say."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.core import mail

from dreamplus.core.tasks.testing import run_all
from dreamplus.notifications.enums import LetterState
from dreamplus.notifications.models import Letter, Notice
from dreamplus.people.models import User
from dreamplus.people.testing import make_person
from tests.dreamplus.notifications.conftest import DAY, NOON, TITLES, follows, minute, note, spread
from tests.dreamplus.notifications.mailserver import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "bench")]
SEVEN = NOON + DAY - 5 * DAY / 24


def test_a_notice_at_once_holds_its_words_and_the_way_out(marie: User) -> None:
    note(marie, text="Oui : vingt arbres en février.")
    run_all()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["marie@exemple.fr"], "Banc 1 : nouvelle 1")
    assert "Oui : vingt arbres en février." in letter.body
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in letter.body
    assert "http://testserver/compte/notifications/" in letter.body
    page = str(letter.alternatives[0][0])
    assert stop in page
    assert "http://testserver/banc/1/" in page


@pytest.mark.database_promise
def test_a_digest_is_one_letter_grouped_by_subject(marie: User, karim: User) -> None:
    follows(marie, 1, 2)
    follows(karim, 2)
    for key, number in (("a", 1), ("b", 2), ("c", 1)):
        spread(key=key, number=number)
    for key in "123":
        spread(kind="test.many", key=key, number=2)
    minute(SEVEN - DAY / 1440)
    assert mail.outbox == []
    minute(SEVEN)
    minute(SEVEN + DAY)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert len(mail.outbox) == 2
    assert letters["marie@exemple.fr"].subject == "DREAM+ : 4 nouvelles"
    told = letters["marie@exemple.fr"].body.split("-- \n")[0].split()
    expected = "Bonjour, Banc 1 - nouvelle a - nouvelle c http://testserver/banc/1/ Banc 2 - nouvelle b - 3 nouveautés"
    assert told == [*expected.split(), "http://testserver/banc/2/"]
    assert letters["karim@exemple.fr"].subject == "DREAM+ : 2 nouvelles"
    assert "Banc 1" not in letters["karim@exemple.fr"].body
    tokens = {letter.extra_headers["List-Unsubscribe"] for letter in mail.outbox}
    assert len(tokens) == 2


@pytest.mark.parametrize(
    ("language", "subject", "hello"),
    [("fr", "DREAM+ : 1 nouvelle", "Bonjour"), ("nl", "DREAM+: 1 nieuwtje", "Dag"), ("en", "DREAM+: 1 piece", "Hello")],
)
def test_each_in_their_language(marie: User, language: str, subject: str, hello: str) -> None:
    User.objects.filter(pk=marie.pk).update(language=language)
    follows(marie, 1)
    spread()
    minute(SEVEN)
    (letter,) = mail.outbox
    assert letter.subject.startswith(subject)
    assert letter.body.startswith(hello)


HOSTILE = [
    "Banc\nBcc: tous@exemple.fr",
    "Banc\r\n\r\n<script>alert(1)</script>",
    "Banc\u2028Subject: autre",
    "<img src=x onerror=alert(1)>",
    "{{ brand.name }}{% now %}",
    "x" * 5000,
    "Banc\x00\x1b[31m",
    "\u202egnab",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_forges_nothing(marie: User, mail_server: MailServer, title: str) -> None:
    TITLES["1"] = title
    note(marie, text="<b>gras</b>\n-- \nfausse signature")
    follows(marie, 1)
    spread()
    run_all()
    minute(SEVEN)
    assert len(mail_server.inbox) == 2
    for recipient, letter in mail_server.inbox:
        assert recipient == "marie@exemple.fr"
        assert (letter["To"], letter["Bcc"], letter.get_all("Subject")) == (
            "marie@exemple.fr",
            None,
            [letter["Subject"]],
        )
        assert len(letter["Subject"]) < 200
        page = part(letter, "html")
        assert "<script" not in page
        assert "<img" not in page
        assert "<b>gras" not in page
        assert not {char for char in part(letter, "plain") if not char.isprintable()} - {"\n", "\r", "\xa0"}


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@pytest.mark.database_promise
def test_what_was_hidden_meanwhile_is_in_no_letter(marie: User) -> None:
    follows(marie, 1, 2)
    spread(key="a", number=1)
    spread(key="b", number=2)
    spread(key="c", number=2, payload={"hidden": True})
    del TITLES["1"]
    minute(SEVEN)
    (letter,) = mail.outbox
    assert "nouvelle b" in letter.body
    assert "Banc 1" not in letter.body
    assert "nouvelle c" not in letter.body


def test_a_letter_with_nothing_left_to_say_is_not_sent(marie: User) -> None:
    follows(marie, 1)
    spread()
    del TITLES["1"]
    minute(SEVEN)
    assert (mail.outbox, Letter.objects.get().state) == ([], LetterState.EMPTY)


@pytest.mark.database_promise
def test_queries_do_not_depend_on_the_number_of_letters() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from dreamplus.notifications.letters import Writer
    from dreamplus.notifications.services.composing import compose_batch
    from dreamplus.theming import brand

    costs = []
    for number in (1, 3):
        people = [make_person() for _one in range(number)]
        for person in people:
            follows(person, 1, 2)
        spread(key=f"n{number}")
        spread(key=f"m{number}", number=2)
        brand.current()
        with CaptureQueriesContext(connection) as composing:
            compose_batch(at=SEVEN)
        letters = list(Letter.objects.filter(state=LetterState.WAITING).select_related("recipient"))
        with CaptureQueriesContext(connection) as writing:
            assert len(Writer().write(letters)) == len(letters) >= number
        costs.append((len(composing), len(writing)))
    assert costs == [(9, 1), (9, 1)]
    assert Notice.objects.filter(mail_due__isnull=False).count() == 0
