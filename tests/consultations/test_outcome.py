"""A consultation has not ended before people can read what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from consultations.notices import tell
from consultations.outcome_page import OutcomePage
from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.queries.outcome import owed
from consultations.rules.law import ProcessType
from consultations.services.again import take_up_again
from consultations.services.opening import open_process
from consultations.services.outcome import Words, write_outcome
from consultations.services.prepare import Collection
from dreamplus.core import clock
from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all
from dreamplus.notifications.models import Notice
from dreamplus.notifications.services.following import follow_own
from dreamplus.notifications.subjects import key
from dreamplus.participation.errors import NotReady
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

from .conftest import NOON
from .test_law import with_document

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OVER = NOON + 11 * DAY
WORDS = Words("Des arbres, disent presque tous.\n\nTrois personnes tiennent au parking.", "Quarante tilleuls.", "")
SENT = {"said": WORDS.said, "taken_up": WORDS.taken_up, "reasons": ""}


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def state_of(client: Client, process: ProcessPage) -> tuple[str, str]:
    answer = client.get(process.url)
    standing = answer.context["standing"]
    return standing.label, standing.detail.replace("\xa0", " ")


@pytest.fixture
def page_of(process: ProcessPage, agent: User) -> OutcomePage:
    return write_outcome(process=process, words=WORDS, publish=True, by=agent, at=OVER)


# The promise ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "told"),
    [
        (NOON + 11 * DAY, "avant le 1 février 2027, dans 59 jours"),
        (NOON + 69 * DAY, "avant le 1 février 2027, dans 1 jour"),
        (NOON + 70 * DAY, "avant ce soir, 1 février 2027"),
        (NOON + 72 * DAY, "promis pour le 1 février 2027, 2 jours de retard"),
    ],
)
def test_what_is_over_awaits_its_result_and_counts_the_days(
    client: Client, process: ProcessPage, index: ProcessIndexPage, agent: User, at: Any, told: str
) -> None:
    with clock.frozen(at):
        assert state_of(client, process) == ("Bilan attendu", told)
        assert "Bilan attendu" in text(client, index.url)
        assert [(one.process.pk, one.outcome.due) for one in owed(at)] == [(process.pk, date(2027, 2, 1))]
        sign_in(client, agent, second_factor=True)
        board = text(client, reverse("consultations_staff:board"))
        assert reverse("consultations_staff:outcome", args=[process.pk]) in board
        assert told in board


def test_once_it_is_on_line_the_consultation_has_ended(
    client: Client, process: ProcessPage, page_of: OutcomePage, index: ProcessIndexPage
) -> None:
    with clock.frozen(OVER):
        assert state_of(client, process)[0] == "Bilan publié"
        assert page_of.url in text(client, process.url)
        assert page_of.url in text(client, index.url)
        page = text(client, page_of.url)
        assert owed(OVER) == []
    assert all(words in page for words in ("Trois personnes tiennent", "Quarante tilleuls", "article L131-1"))


def test_a_day_promised_before_the_closing_stops_the_opening(make_process: Any, agent: User) -> None:
    process = make_process(opened=False, outcome_by=(NOON + 9 * DAY).date())
    with pytest.raises(NotReady) as refused:
        open_process(process=process, by=agent, at=NOON)
    assert [sentence.replace("\xa0", " ") for sentence in refused.value.missing] == [
        "Promettez le bilan pour un jour après la dernière clôture : le 3 décembre 2026 au plus tôt."
    ]


def test_the_promise_of_a_page_on_line_cannot_go_before_its_closing(process: ProcessPage) -> None:
    process.outcome_by = NOON.date()
    with pytest.raises(ValidationError) as refused:
        process.clean()
    assert list(refused.value.message_dict) == ["outcome_by"]


# Writing it -----------------------------------------------------------------------------------------------------------
def test_a_draft_is_seen_by_nobody_and_keeps_its_words(client: Client, process: ProcessPage, agent: User) -> None:
    sign_in(client, agent, second_factor=True)
    address = reverse("consultations_staff:outcome", args=[process.pk])
    for said in ("Des arbres.", "Des arbres, et des bancs."):
        assert client.post(address, {"said": said, "draft": "1"}).status_code == 302
    assert not OutcomePage.objects.get().live
    assert "Des arbres, et des bancs." in text(client, address)
    assert "Des arbres" not in text(client, process.url)


def test_it_is_published_from_three_texts_and_may_be_corrected(
    client: Client, process: ProcessPage, agent: User
) -> None:
    sign_in(client, agent, second_factor=True)
    address = reverse("consultations_staff:outcome", args=[process.pk])
    with clock.frozen(OVER):
        for taken_up in ("Trente tilleuls.", "Quarante tilleuls."):
            answer = client.post(address, SENT | {"taken_up": taken_up, "publish": "1"})
            assert answer.status_code == 302
        assert "Quarante tilleuls." in text(client, answer.url)
    assert OutcomePage.objects.get().live
    assert AccessLog.objects.filter(purpose="consultations.outcome").count() == 2


@pytest.mark.parametrize(
    ("at", "changes", "told"),
    [
        (NOON, {}, "« Vos propositions » est encore ouverte : son bilan vient après sa clôture."),
        (OVER, {"said": " "}, "Dites ce que les gens ont dit."),
        (OVER, {"taken_up": ""}, "Dites ce qui est retenu, et pourquoi le reste ne l’est pas."),
        (OVER, {"said": "x" * 12_001}, "12000"),
    ],
)
def test_what_is_missing_is_said_and_no_word_is_lost(
    client: Client, process: ProcessPage, agent: User, at: Any, changes: dict[str, str], told: str
) -> None:
    sign_in(client, agent, second_factor=True)
    sent = SENT | changes
    with clock.frozen(at):
        answer = client.post(reverse("consultations_staff:outcome", args=[process.pk]), sent | {"publish": "1"})
    shown = answer.content.decode().replace("\xa0", " ")
    assert (answer.status_code, told in shown, OutcomePage.objects.count()) == (422, True, 0)
    assert all(words.splitlines()[-1] in shown for words in sent.values() if words.strip())


WHO: dict[str, tuple[Role, bool | None] | None] = {
    "visitor": None,
    "citizen": (Role.CITIZEN, None),
    "official": (Role.OFFICIAL, True),
    "moderator": (Role.MODERATOR, True),
    "agent without second factor": (Role.AGENT, False),
    "agent": (Role.AGENT, True),
    "administrator": (Role.ADMINISTRATOR, True),
}


@pytest.mark.parametrize("who", WHO)
def test_who_writes_it(client: Client, process: ProcessPage, who: str) -> None:
    if given := WHO[who]:
        sign_in(client, make_person(given[0]), second_factor=given[1])
    address = reverse("consultations_staff:outcome", args=[process.pk])
    opened = client.get(address).status_code == 200
    with clock.frozen(OVER):
        client.post(address, SENT | {"publish": "1"})
    assert (opened, OutcomePage.objects.exists()) == (who in {"agent", "administrator"},) * 2


# What the law asks on the environment ---------------------------------------------------------------------------------
@pytest.fixture
def environment(make_process: Callable[..., ProcessPage], agent: User) -> ProcessPage:
    process = make_process(
        opened=False,
        kind=ProcessType.ENVIRONMENT,
        collection=Collection(NOON, NOON + 30 * DAY, []),
        decided_on=(NOON + 37 * DAY).date(),
    )
    return open_process(process=with_document(process), by=agent, at=NOON)


def test_on_the_environment_reasons_are_owed_and_the_page_stays_three_months(
    client: Client, environment: ProcessPage, agent: User
) -> None:
    at = NOON + 38 * DAY
    assert [one.outcome.due for one in owed(at)] == [environment.decided_on]
    with pytest.raises(NotReady):
        write_outcome(process=environment, words=WORDS, publish=True, by=agent, at=at)
    words = Words(WORDS.said, WORDS.taken_up, "Le conseil a délibéré le 30 décembre.")
    with clock.frozen(at):
        page = write_outcome(process=environment, words=words, publish=True, by=agent, at=at)
    OutcomePage.objects.filter(pk=page.pk).update(first_published_at=at)
    page.refresh_from_db()
    page.reasons = " "
    with pytest.raises(ValidationError):
        page.clean()
    sign_in(client, make_person(Role.ADMINISTRATOR), second_factor=True)
    leaving = {
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]): {},
        reverse("wagtailadmin_pages:delete", args=[environment.pk]): {},
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}": {},
    }
    with clock.frozen(at + 91 * DAY):
        for address, sent in leaving.items():
            assert client.post(address, sent, follow=True).status_code == 200
            assert OutcomePage.objects.get().live, address
    with clock.frozen(at + 92 * DAY):
        client.post(next(iter(leaving)))
    assert not OutcomePage.objects.get().live


# Who is told, what comes along ----------------------------------------------------------------------------------------
def test_who_wrote_or_follows_is_told_once_with_what_is_taken_up(
    process: ProcessPage, publish: Any, marie: User, karim: User, agent: User
) -> None:
    publish(marie, "Un banc")
    publish(marie, "Deux bancs")
    for person in (marie, karim):
        follow_own(person_id=person.pk, subject=key("page", process.translation_key), at=NOON)
    outsider = make_person(display_name="Ailleurs")
    with clock.frozen(OVER):
        write_outcome(process=process, words=WORDS, publish=True, by=agent, at=OVER)
        run_all()
        write_outcome(process=process, words=WORDS, publish=True, by=agent, at=OVER + DAY)
        run_all()
    told = Notice.objects.filter(kind="consultations.outcome").order_by("recipient_id")
    assert [notice.recipient_id for notice in told] == [marie.pk, karim.pk]
    assert {words.paragraphs for words in tell(list(told)).values()} == {("Quarante tilleuls.",)}
    assert not Notice.objects.filter(recipient=outsider).exists()


def test_another_language_leads_to_the_result_there_is(
    client: Client, process: ProcessPage, page_of: OutcomePage, home: Any
) -> None:
    dutch, _new = Locale.objects.get_or_create(language_code="nl")
    for page in (home, ProcessIndexPage.objects.get(), process):
        page.copy_for_translation(dutch).save_revision().publish()
    translated = ProcessPage.objects.get(locale=dutch)
    with clock.frozen(OVER):
        assert client.get(translated.url).context["outcome"].href == page_of.url
        own = page_of.copy_for_translation(dutch)
        own.save_revision().publish()
        own.refresh_from_db()
        assert client.get(translated.url).context["outcome"].href == own.url
        assert client.get(process.url).context["outcome"].href == page_of.url


def test_taken_up_again_it_has_none(process: ProcessPage, page_of: OutcomePage, agent: User) -> None:
    copy = take_up_again(process=process, title="La place, suite", by=agent, at=OVER)
    assert OutcomePage.objects.count() == 1
    assert not OutcomePage.objects.child_of(copy).exists()
    assert copy.outcome_by is None
