"""The agent's path: write, look, open, print, close. Who may do it, as a table."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dreamplus.core import clock
from dreamplus.participation.enums import State
from dreamplus.participation.models import Activity
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.pages import PollPage

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGES = {
    "list": "/gestion/activites/",
    "create": "/gestion/activites/votes/nouveau/",
    "board": "/gestion/activites/{uuid}/",
    "dates": "/gestion/activites/{uuid}/dates/",
    "close": "/gestion/activites/{uuid}/cloture/",
    "rules": "/gestion/activites/{uuid}/vote/regles/",
    "open": "/gestion/activites/{uuid}/vote/ouvrir/",
    "poster": "/gestion/activites/{uuid}/vote/affiche/",
    "ballot": "/gestion/activites/{uuid}/vote/bulletin/",
    "sheet": "/gestion/activites/{uuid}/vote/depouillement/",
    "qr": "/gestion/activites/{uuid}/vote/qr.svg",
    "reports": "/gestion/moderation/",
}
ANSWERS = {None: 302, Role.CITIZEN: 403, Role.OFFICIAL: 403, Role.AGENT: 200, Role.ADMINISTRATOR: 200}
VOTE = {
    "title": "Quel nom pour le pont ?",
    "question": "Quel nom préférez-vous ?",
    "method": "single",
    "options": "Pont Jeanne-Devos | Une habitante\nPont des Tisserands",
    "opens_at": "",
    "closes_at": "2026-03-20T20:00",
    "results_visibility": "sealed",
    "majority": "relative",
}


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> Any:
    with clock.frozen(noon):
        yield


@pytest.mark.parametrize("role", ANSWERS, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_who_opens_which_page(client: Client, poll: Activity, role: Role | None, page: str) -> None:
    if role:
        sign_in(client, make_person(role))
    assert client.get(PAGES[page].format(uuid=poll.uuid)).status_code == ANSWERS[role]


@pytest.mark.parametrize("page", PAGES)
def test_without_a_second_factor_no_page_opens(client: Client, poll: Activity, page: str) -> None:
    sign_in(client, make_person(Role.AGENT), second_factor=False)
    assert client.get(PAGES[page].format(uuid=poll.uuid)).status_code == 302


def test_from_nothing_to_an_open_vote_in_three_screens(agent: Client, home: Any, noon: datetime) -> None:
    board = agent.post("/gestion/activites/votes/nouveau/", VOTE, follow=True)
    activity = Activity.objects.get(title="Quel nom pour le pont ?")
    assert board.redirect_chain == [(f"/gestion/activites/{activity.uuid}/", 302)]
    assert "Pont des Tisserands" in agent.get(f"/vote/{activity.uuid}/").content.decode()
    assert activity.state(noon) == State.DRAFT
    opened = agent.post(f"/gestion/activites/{activity.uuid}/vote/ouvrir/", follow=True)
    assert opened.redirect_chain == [(f"/gestion/activites/{activity.uuid}/", 302)]
    activity.refresh_from_db()
    assert activity.state(noon) == State.OPEN
    assert activity.rules["options"] == ["pont-jeanne-devos", "pont-des-tisserands"]
    page = PollPage.objects.get(activity=activity)
    assert page.live
    assert Client().get(page.url).status_code == 200


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"closes_at": "2026-02-01T20:00", "opens_at": "2026-03-10T20:00"}, "after the opening"),
        ({"closes_at": "demain"}, "Write a date"),
        ({"opens_at": "2025-01-01T08:00"}, "in the past"),
        ({"options": "Une seule"}, "at least two"),
        ({"options": "A\nA"}, "same words"),
        ({"options": "x" * 200 + "\nB"}, "160"),
        ({"method": "several", "least": "3", "most": "2"}, "At most cannot"),
        ({"method": "several", "most": "9"}, "only 2 options"),
        ({"title": "x" * 500}, "160"),
        ({"method": "tirage"}, "tirage"),
    ],
)
def test_a_bad_form_is_answered_with_a_sentence_and_loses_nothing(
    agent: Client, home: Any, changed: dict[str, str], words: str
) -> None:
    form = VOTE | changed
    answer = agent.post("/gestion/activites/votes/nouveau/", form, HTTP_ACCEPT_LANGUAGE="en")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert not Activity.objects.filter(kind="poll").exists()
    assert "field-errors" in shown or "alert-error" in shown
    assert "Quel nom préférez-vous" in shown


def test_closing_early_asks_for_a_reason_then_publishes_it(agent: Client, poll: Activity, noon: datetime) -> None:
    path = f"/gestion/activites/{poll.uuid}/cloture/"
    with clock.frozen(noon + HOUR):
        assert "field-errors" in agent.post(path, {"reason": " "}).content.decode()
        poll.refresh_from_db()
        assert poll.is_open(noon + HOUR)
        agent.post(path, {"reason": "La question était mal posée"})
    poll.refresh_from_db()
    assert poll.closes_at == noon + HOUR
    assert "La question était mal posée" in agent.get(f"/gestion/activites/{poll.uuid}/").content.decode()


def test_rules_and_dates_change_before_the_opening_and_not_after(
    agent: Client, home: Any, make_page: Callable[..., PollPage], noon: datetime
) -> None:
    activity = make_page(home, opens_at=noon + DAY).activity
    base = f"/gestion/activites/{activity.uuid}/"
    agent.post(
        f"{base}vote/regles/", {"method": "several", "least": "1", "most": "2", "quorum": "50", "majority": "absolute"}
    )
    agent.post(f"{base}dates/", {"opens_at": "2026-03-05T08:00", "closes_at": "2026-03-25T20:00"})
    activity.refresh_from_db()
    asked = {name: activity.rules[name] for name in ("most", "quorum", "majority")}
    assert asked == {"most": 2, "quorum": 50, "majority": "absolute"}
    agent.post(f"{base}vote/ouvrir/")
    with clock.frozen(noon + 5 * DAY):
        for path, form in (
            ("vote/regles/", {"method": "single"}),
            ("dates/", {"opens_at": "2026-03-15T08:00", "closes_at": "2026-03-25T20:00"}),
        ):
            assert "alert-error" in agent.post(base + path, form).content.decode()
    before = (activity.opens_at, activity.rules["most"])
    activity.refresh_from_db()
    assert (activity.opens_at, activity.rules["most"]) == before


def test_a_scheduled_vote_can_go_back_to_draft(
    agent: Client, home: Any, make_page: Callable[..., PollPage], noon: datetime
) -> None:
    activity = make_page(home, opens_at=noon + DAY).activity
    agent.post(f"/gestion/activites/{activity.uuid}/vote/ouvrir/")
    agent.post(f"/gestion/activites/{activity.uuid}/brouillon/")
    activity.refresh_from_db()
    assert activity.state(noon + 2 * DAY) == State.DRAFT


def test_the_poster_carries_the_address_of_the_vote(agent: Client, poll: Activity) -> None:
    shown = agent.get(f"/gestion/activites/{poll.uuid}/vote/affiche/").content.decode()
    assert f"http://testserver/vote/{poll.uuid}/" in shown
    qr = agent.get(f"/gestion/activites/{poll.uuid}/vote/qr.svg")
    assert qr.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in qr.content


def test_every_ballot_has_its_twin_on_paper_and_its_sheet(
    agent: Client, home: Any, make_poll: Callable[..., Activity]
) -> None:
    """Boxes: one an option and one for blank; one an option and a grade where grades are given."""
    boxes = {"single": 4, "several": 4, "majority-judgment": 3 * 6 + 1, "condorcet": 4, "points": 4}
    lines = {"single": 3, "several": 3, "majority-judgment": 3, "condorcet": 15, "points": 15}
    for method, number in boxes.items():
        activity = make_poll(home, title=f"Par {method}", method=method, most=1 if method == "single" else None)
        ballot = agent.get(PAGES["ballot"].format(uuid=activity.uuid)).content.decode()
        sheet = agent.get(PAGES["sheet"].format(uuid=activity.uuid)).content.decode()
        assert ballot.count('class="paper-box') == number, method
        assert sheet.count('<th scope="row">') == lines[method], method
        for page in (ballot, sheet):
            assert "Le jardin de marché" in page
            assert str(activity.uuid)[:8].upper() in page
        assert activity.rules_hash[:16] in ballot


def test_before_the_opening_paper_says_that_words_can_change(
    agent: Client, home: Any, make_page: Callable[..., PollPage]
) -> None:
    activity = make_page(home).activity
    assert "imprimez une fois le vote ouvert" in agent.get(PAGES["ballot"].format(uuid=activity.uuid)).content.decode()
    empty = make_page(home, title="Sans option", options=[]).activity
    assert "Il n’y a encore rien à imprimer" in agent.get(PAGES["sheet"].format(uuid=empty.uuid)).content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(
    agent: Client, home: Any, make_poll: Callable[..., Activity]
) -> None:
    costs = []
    agent.get("/gestion/activites/")  # menus are remembered afterwards
    for more in (1, 2):
        for _ in range(more):
            make_poll(home)
        with CaptureQueriesContext(connection) as queries:
            assert agent.get("/gestion/activites/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= 15


def test_ballots_and_attendance_are_registered_in_no_admin() -> None:
    from wagtail.snippets.models import get_snippet_models

    from polls.models import Attendance, Ballot, PollResult

    assert not apps.is_installed("django.contrib.admin")
    assert not {Attendance, Ballot, PollResult} & set(get_snippet_models())
