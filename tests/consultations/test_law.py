"""A consultation opens when what the law asks of its type is there, and cannot be cut short afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model

from consultations.pages import ProcessPage
from consultations.proposals.pages import ProposalsPage
from consultations.rules.law import ProcessType
from consultations.services.opening import open_process
from consultations.services.prepare import Collection
from dreamplus.cms.models import HomePage
from dreamplus.core import clock
from dreamplus.participation.errors import DatesRefused, NotReady
from dreamplus.participation.services import close_early, move_closing, set_dates
from dreamplus.people.models import User
from dreamplus.people.testing import sign_in
from polls.services import create_poll, open_poll

from .conftest import NOON
from .test_preparing import CREATE, WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
DAY = timedelta(days=1)
MakeProcess = Callable[..., ProcessPage]


def with_document(process: ProcessPage) -> ProcessPage:
    document = get_document_model().objects.create(title="Projet d’arrêté", file="projet.pdf")
    process.documents = [("documents", {"title": "", "documents": [document]})]
    process.save_revision()
    process.save()
    return process


@pytest.fixture
def environment(make_process: MakeProcess) -> ProcessPage:
    """On the environment, open for thirty days, decided a week later; still without documents."""
    return make_process(
        opened=False,
        kind=ProcessType.ENVIRONMENT,
        collection=Collection(NOON, NOON + 30 * DAY, []),
        decided_on=(NOON + 37 * DAY).date(),
    )


def refused(process: ProcessPage, by: User) -> list[str]:
    with pytest.raises(NotReady) as told:
        open_process(process=process, by=by, at=NOON)
    process.refresh_from_db()
    assert not process.live
    return told.value.missing


def test_it_opens_once_the_draft_decision_is_there(environment: ProcessPage, agent: User, client: Client) -> None:
    (told,) = refused(environment, agent)
    assert told.startswith("Mettez en ligne le projet de décision et sa note")
    open_process(process=with_document(environment), by=agent, at=NOON)
    page = client.get(environment.url).content.decode()
    assert "article L123-19-1" in page
    assert "Décision" in page


def test_what_is_too_short_or_decided_too_early_is_named(make_process: MakeProcess, agent: User) -> None:
    short = make_process(
        opened=False,
        kind=ProcessType.ENVIRONMENT,
        collection=Collection(NOON, NOON + 20 * DAY, []),
        decided_on=(NOON + 23 * DAY).date(),
    )
    told = refused(with_document(short), agent)
    assert len(told) == 2
    assert "21 jours entiers" in told[0].replace("\u00a0", " ")
    assert "Vos propositions" in told[0]
    assert "au plus tôt" in told[1]


def test_an_advisory_vote_needs_a_vote(make_process: MakeProcess, agent: User, client: Client) -> None:
    process = make_process(opened=False, kind=ProcessType.ADVISORY_VOTE)
    assert refused(process, agent) == ["Ajoutez un vote."]
    create_poll(
        parent=process,
        title="Que planter ?",
        question="Que planter ?",
        options=[("Des tilleuls", ""), ("Des érables", "")],
        opens_at=NOON,
        closes_at=NOON + 5 * DAY,
        at=NOON,
    )
    open_process(process=process, by=agent, at=NOON)
    assert "ni un référendum local" in client.get(process.url).content.decode()


class TestOnceOpen:
    @pytest.fixture
    def opened(self, environment: ProcessPage, agent: User) -> ProcessPage:
        return open_process(process=with_document(environment), by=agent, at=NOON)

    def test_it_is_not_closed_before_the_law_allows(self, opened: ProcessPage) -> None:
        activity = ProposalsPage.objects.child_of(opened).get().activity
        with pytest.raises(DatesRefused, match="21"):
            close_early(activity=activity, reason="Trop de monde.", by=None, at=NOON + 10 * DAY)
        with pytest.raises(DatesRefused, match="21"):
            move_closing(activity=activity, closes_at=NOON + 20 * DAY, reason="Trop long.", by=None, at=NOON + 10 * DAY)
        activity.refresh_from_db()
        assert activity.closes_at == NOON + 30 * DAY
        close_early(activity=activity, reason="Tout est dit.", by=None, at=NOON + 21 * DAY)

    def test_the_editor_cannot_take_away_what_the_law_asks(self, opened: ProcessPage) -> None:
        with clock.frozen(NOON + DAY):
            opened.full_clean()
            opened.decided_on = date(2026, 1, 1)
            with pytest.raises(ValidationError) as told:
                opened.full_clean()
            assert list(told.value.message_dict) == ["decided_on"]
            opened.decided_on, opened.documents = (NOON + 37 * DAY).date(), []
            with pytest.raises(ValidationError) as told:
                opened.full_clean()
        assert list(told.value.message_dict) == ["documents"]

    def test_a_vote_under_it_is_as_long_whatever_door_it_opens_by(self, opened: ProcessPage, agent: User) -> None:
        page = create_poll(
            parent=opened,
            title="Que planter ?",
            question="Que planter ?",
            options=[("Des tilleuls", ""), ("Des érables", "")],
            opens_at=NOON + DAY,
            closes_at=NOON + 10 * DAY,
            at=NOON,
        )
        with pytest.raises(NotReady) as told:
            open_poll(activity=page.activity, by=agent, at=NOON)
        assert any("21" in sentence for sentence in told.value.missing)
        set_dates(activity=page.activity, opens_at=NOON + DAY, closes_at=NOON + 22 * DAY, at=NOON)
        open_poll(activity=page.activity, by=agent, at=NOON)
        page.activity.refresh_from_db()
        with pytest.raises(DatesRefused, match="21"):
            set_dates(activity=page.activity, opens_at=NOON + 2 * DAY, closes_at=NOON + 22 * DAY, at=NOON)


class TestScreens:
    def test_dates_that_the_law_refuses_are_said_where_they_are_typed(
        self, client: Client, home: HomePage, agent: User
    ) -> None:
        sign_in(client, agent)
        sent: dict[str, Any] = WORDS | {
            "kind": "environment",
            "opens_at": "2026-12-20T08:00",
            "decided_on": "2027-01-01",
        }
        answer = client.post(reverse(CREATE), sent)
        errors = answer.context["form"].errors
        assert answer.status_code == 422
        assert set(errors) == {"closes_at", "decided_on"}
        assert "L123-19-1" in str(errors["closes_at"])
        assert 'value="2027-01-01"' in answer.text
        assert not ProcessPage.objects.exists()

    def test_the_last_screen_lists_what_the_law_asks_and_what_is_done(
        self, client: Client, home: HomePage, agent: User, environment: ProcessPage
    ) -> None:
        sign_in(client, agent)
        told = client.get(reverse("consultations_staff:prepare", args=[environment.pk])).text
        assert "Ce que demande la loi" in told
        assert told.count("À faire</span>") == 1
        assert "21\u00a0jours entiers pour répondre" in told or "21 jours entiers pour répondre" in told

    def test_no_type_is_asked_for(self, client: Client, home: HomePage, agent: User) -> None:
        sign_in(client, agent)
        for kind in ("", "referendum"):
            answer = client.post(reverse(CREATE), WORDS | {"kind": kind})
            assert list(answer.context["form"].errors) == ["kind"]
