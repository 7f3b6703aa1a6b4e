"""A vote from page to page, as a browser without JavaScript walks it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.participation.services import close_early, settle_due
from dreamplus.participation.services.activities import rules_hash
from dreamplus.people.models import User
from polls.models import Attendance, Ballot
from polls.pages import PollPage
from polls.services import open_poll

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.database_promise,
    pytest.mark.usefixtures("an_hour_after_the_opening"),
]
HALL, GARDEN = "la-halle-ouverte", "le-jardin-de-marche"
HOUR = timedelta(hours=1)


def stored() -> list[str]:
    return sorted(Ballot.objects.values_list("choices", flat=True))


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def hidden(answer: HttpResponse, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', text(answer))


def choose(client: Client, poll: Activity, *choices: str) -> HttpResponse:
    return client.post(f"/vote/{poll.uuid}/", {"choices": list(choices)}, follow=True)


def confirm(client: Client, poll: Activity, review: HttpResponse, **changed: Any) -> HttpResponse:
    form = {"choices": hidden(review, "choices"), "key": hidden(review, "key")[0]} | changed
    return client.post(f"/vote/{poll.uuid}/je-vote/", form, follow=True)


def test_choose_check_vote_and_keep_a_receipt(signed_in: Client, poll: Activity, marie: User) -> None:
    ballot = text(signed_in.get(f"/vote/{poll.uuid}/"))
    for label in ("La halle ouverte", "Le jardin de marché", "La place à vivre", "Quel projet voulez-vous ?"):
        assert label in ballot
    review = choose(signed_in, poll, GARDEN)
    assert review.redirect_chain == [(f"/vote/{poll.uuid}/verifier/", 303)]
    assert "Le jardin de marché" in text(review)
    assert stored() == []
    receipt = confirm(signed_in, poll, review)
    assert receipt.redirect_chain == [(f"/vote/{poll.uuid}/recu/", 303)]
    assert Attendance.objects.get(voter=marie).receipt_ref in text(receipt)
    assert stored() == [GARDEN]


def test_the_receipt_never_shows_the_choice_and_the_browser_keeps_it_no_longer(
    signed_in: Client, poll: Activity
) -> None:
    receipt = confirm(signed_in, poll, choose(signed_in, poll, GARDEN))
    assert "Le jardin de marché" not in text(receipt)
    assert "checked" not in text(signed_in.get(f"/vote/{poll.uuid}/"))


@pytest.fixture
def opened_by_the_clock(home: Any, make_page: Callable[..., Any], noon: datetime) -> Activity:
    """Announced the day before; the hour has come, the minute tick has not."""
    activity: Activity = make_page(home).activity
    return open_poll(activity=activity, by=None, at=noon - HOUR)


def test_between_the_opening_and_the_tick_pages_are_whole_and_write_nothing(
    signed_in: Client, opened_by_the_clock: Activity
) -> None:
    signed_in.get("/")  # the session, remembered parts
    for path in ("", "verifier/", "resultat/", "protection/"):
        with CaptureQueriesContext(connection) as queries:
            page = signed_in.get(f"/vote/{opened_by_the_clock.uuid}/{path}")
        assert page.status_code in (200, 302)
        assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert "Le jardin de marché" in text(signed_in.get(f"/vote/{opened_by_the_clock.uuid}/"))
    opened_by_the_clock.refresh_from_db()
    assert opened_by_the_clock.frozen_at is None


def test_the_first_vote_does_not_wait_for_the_tick_and_freezes_what_it_was_shown(
    signed_in: Client, opened_by_the_clock: Activity, noon: datetime
) -> None:
    confirm(signed_in, opened_by_the_clock, choose(signed_in, opened_by_the_clock, GARDEN))
    assert stored() == [GARDEN]
    opened_by_the_clock.refresh_from_db()
    assert opened_by_the_clock.frozen_at == noon
    assert opened_by_the_clock.rules["options"] == [HALL, GARDEN, "la-place-a-vivre"]
    assert opened_by_the_clock.rules_hash == rules_hash(opened_by_the_clock)
    before = opened_by_the_clock.rules_hash
    settle_due(noon + HOUR)
    opened_by_the_clock.refresh_from_db()
    assert opened_by_the_clock.rules_hash == before


def test_voting_before_the_opening_freezes_nothing(
    signed_in: Client, opened_by_the_clock: Activity, noon: datetime
) -> None:
    with clock.frozen(noon - HOUR / 2):
        answer = signed_in.post(f"/vote/{opened_by_the_clock.uuid}/je-vote/", {"choices": HALL, "key": "a" * 12})
    assert answer["Location"] == f"/vote/{opened_by_the_clock.uuid}/"
    opened_by_the_clock.refresh_from_db()
    assert (opened_by_the_clock.frozen_at, stored()) == (None, [])


def test_casting_takes_few_queries_session_and_person_included(signed_in: Client, poll: Activity) -> None:
    """SQLite counts the beginning and the end of its transaction; PostgreSQL has one statement. The first vote too."""
    review = choose(signed_in, poll, GARDEN)
    form = {"choices": hidden(review, "choices"), "key": hidden(review, "key")[0]}
    with CaptureQueriesContext(connection) as queries:
        answer = signed_in.post(f"/vote/{poll.uuid}/je-vote/", form)
    assert answer.status_code == 303
    assert len(queries) == (3 if connection.vendor == "postgresql" else 6)


def test_pages_of_a_vote_take_few_queries(signed_in: Client, poll: Activity) -> None:
    """Session and person included, once what a process remembers is known; the page asks what one follows, the ballot
    its pictures."""
    page = PollPage.objects.get(activity=poll).url
    costs = {}
    for name in (page, *(f"/vote/{poll.uuid}/{path}" for path in ("", "resultat/", "protection/"))):
        signed_in.get(name)
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(name).status_code == 200
        costs[name.removeprefix(f"/vote/{poll.uuid}")] = len(queries)
    assert costs == {page: 12, "/": 5, "/resultat/": 4, "/protection/": 4}, (
        "the page asks what one follows, the ballot its pictures"
    )


def test_the_same_post_three_times_and_the_back_button_have_one_effect(signed_in: Client, poll: Activity) -> None:
    review = choose(signed_in, poll, GARDEN)
    for _ in range(3):
        assert confirm(signed_in, poll, review).status_code == 200
    confirm(signed_in, poll, choose(signed_in, poll, HALL))
    confirm(signed_in, poll, review)
    assert stored() == [HALL]
    assert Attendance.objects.count() == 1


def test_a_second_vote_from_the_page_in_the_other_language_replaces_the_first(
    signed_in: Client, poll: Activity
) -> None:
    confirm(signed_in, poll, choose(signed_in, poll, GARDEN))
    asked = signed_in.get(f"/vote/{poll.uuid}/?langue=nl")
    assert asked.headers["Location"] == f"/nl/vote/{poll.uuid}/"
    review = signed_in.post(f"/nl/vote/{poll.uuid}/", {"choices": HALL}, follow=True)
    form = {"choices": hidden(review, "choices"), "key": hidden(review, "key")[0]}
    receipt = signed_in.post(f"/nl/vote/{poll.uuid}/je-vote/", form, follow=True)
    assert 'lang="nl"' in text(receipt)
    assert stored() == [HALL]


def test_a_blank_vote_travels_like_another(signed_in: Client, poll: Activity) -> None:
    confirm(signed_in, poll, choose(signed_in, poll, "~"))
    assert stored() == [""]


def test_several_choices(signed_in: Client, home: Any, make_poll: Callable[..., Activity]) -> None:
    poll = make_poll(home, method="several", least=1, most=2)
    three = choose(signed_in, poll, HALL, GARDEN, "la-place-a-vivre")
    assert three.redirect_chain == []
    assert text(three).count("checked") == 3
    confirm(signed_in, poll, choose(signed_in, poll, GARDEN, HALL))
    assert stored() == [f"{HALL} {GARDEN}"]


class TestWithoutAnAccountYet:
    def test_the_choice_waits_in_the_browser_and_nowhere_on_the_server(self, client: Client, poll: Activity) -> None:
        review = choose(client, poll, GARDEN)
        assert "Le jardin de marché" in text(review)
        sign_in = re.search(r'href="([^"]*login[^"]*)"', text(review))
        assert sign_in is not None
        assert f"/vote/{poll.uuid}/verifier/" in unquote(sign_in.group(1))
        assert GARDEN not in sign_in.group(1)
        assert not any(GARDEN in str(value) for value in client.session.items())
        assert stored() == []

    def test_after_signing_in_the_choice_is_still_there(self, client: Client, poll: Activity, marie: User) -> None:
        choose(client, poll, GARDEN)
        client.force_login(marie)
        review = client.get(f"/vote/{poll.uuid}/verifier/")
        confirm(client, poll, review)
        assert stored() == [GARDEN]

    def test_a_session_that_ended_before_i_vote_loses_nothing(
        self, signed_in: Client, poll: Activity, marie: User
    ) -> None:
        review = choose(signed_in, poll, GARDEN)
        signed_in.logout()
        answer = signed_in.post(
            f"/vote/{poll.uuid}/je-vote/", {"choices": [GARDEN], "key": hidden(review, "key")[:1] or "x"}
        )
        assert answer.status_code == 302
        assert "/compte/login/" in answer.headers["Location"]
        signed_in.force_login(marie)
        assert "Le jardin de marché" in text(signed_in.get(f"/vote/{poll.uuid}/verifier/"))

    def test_a_choice_that_was_tampered_with_or_is_too_old_is_forgotten(self, client: Client, poll: Activity) -> None:
        choose(client, poll, GARDEN)
        name = next(name for name in client.cookies if name.startswith("dream_choice_"))
        client.cookies[name] = client.cookies[name].value[:-2] + "xx"
        assert client.get(f"/vote/{poll.uuid}/verifier/").headers["Location"] == f"/vote/{poll.uuid}/"


class TestRefusals:
    @pytest.mark.parametrize(
        "choices", [[], ["no-such"], [HALL, GARDEN], ["~", HALL], ["<script>alert(1)</script>"]], ids=str
    )
    def test_a_bad_choice_is_answered_with_the_ballot_and_a_sentence(
        self, signed_in: Client, poll: Activity, choices: list[str]
    ) -> None:
        answer = signed_in.post(f"/vote/{poll.uuid}/", {"choices": choices})
        if choices == [HALL, GARDEN] or choices == ["~", HALL]:
            assert answer.status_code == 303  # a radio group keeps one value: the last
            return
        assert answer.status_code == 200
        assert "field-errors" in text(answer)
        assert "<script>alert" not in text(answer)

    def test_a_forged_confirmation_is_refused_and_writes_nothing(self, signed_in: Client, poll: Activity) -> None:
        review = choose(signed_in, poll, GARDEN)
        for forged in (["no-such"], [HALL, GARDEN], ["~", HALL], []):
            assert confirm(signed_in, poll, review, choices=forged).status_code in (200, 409)
        assert stored() == []

    def test_a_confirmation_without_its_key_shows_the_choice_again(self, signed_in: Client, poll: Activity) -> None:
        again = confirm(signed_in, poll, choose(signed_in, poll, GARDEN), key="")
        assert again.redirect_chain == [(f"/vote/{poll.uuid}/verifier/", 303)]
        assert "Le jardin de marché" in text(again)
        assert stored() == []

    def test_a_vote_after_closing_is_refused_with_the_choice_still_shown(
        self, signed_in: Client, poll: Activity, noon: datetime
    ) -> None:
        review = choose(signed_in, poll, GARDEN)
        with clock.frozen(noon + timedelta(days=10)):
            late = confirm(signed_in, poll, review)
        assert late.status_code == 409
        assert "Le jardin de marché" in text(late)
        assert stored() == []

    def test_a_vote_closed_early_takes_nothing_more_and_says_why(
        self, signed_in: Client, poll: Activity, noon: datetime
    ) -> None:
        from dreamplus.participation.services import settle_due

        review = choose(signed_in, poll, GARDEN)
        close_early(activity=poll, reason="La question était mal posée", by=None, at=noon + HOUR)
        assert confirm(signed_in, poll, review).status_code == 409
        settle_due(noon + HOUR)
        assert "La question était mal posée" in text(signed_in.get(f"/vote/{poll.uuid}/resultat/"))

    def test_a_person_outside_the_audience_reads_how_to_qualify(self, client: Client, poll: Activity) -> None:
        client.force_login(User.objects.create_user("paul@exemple.fr"))
        review = choose(client, poll, GARDEN)
        assert "/compte/email/" in text(review)
        assert hidden(review, "key") == []
        answer = client.post(f"/vote/{poll.uuid}/je-vote/", {"choices": [GARDEN], "key": "a" * 12})
        assert answer.status_code == 409
        assert stored() == []

    def test_confirming_by_a_link_is_impossible(self, signed_in: Client, poll: Activity) -> None:
        assert signed_in.get(f"/vote/{poll.uuid}/je-vote/", {"choices": GARDEN, "key": "a" * 12}).status_code == 405

    def test_without_its_token_a_post_is_refused(self, poll: Activity, marie: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(marie)
        for path in ("", "je-vote/"):
            assert client.post(f"/vote/{poll.uuid}/{path}", {"choices": GARDEN}).status_code == 403

    def test_a_draft_does_not_exist_for_the_public(
        self, client: Client, home: Any, make_page: Callable[..., Any]
    ) -> None:
        uuid = make_page(home).activity.uuid
        for path in ("", "verifier/", "resultat/", "protection/", "bulletins.csv"):
            assert client.get(f"/vote/{uuid}/{path}").status_code == 404

    def test_before_the_opening_the_options_are_shown_without_a_form(
        self, client: Client, poll: Activity, noon: datetime
    ) -> None:
        with clock.frozen(noon - HOUR):
            early = text(client.get(f"/vote/{poll.uuid}/"))
        assert "Le jardin de marché" in early
        assert 'name="choices"' not in early


def test_pages_of_a_vote_stay_out_of_every_cache(signed_in: Client, poll: Activity) -> None:
    for path in ("", "resultat/", "protection/"):
        assert "no-store" in signed_in.get(f"/vote/{poll.uuid}/{path}").headers["Cache-Control"]


def test_somebody_elses_receipt_is_not_shown(
    signed_in: Client, poll: Activity, vote: Callable[..., Any], make_voter: Callable[[str], User]
) -> None:
    cast = vote(poll, make_voter("paul"), HALL)
    answer = signed_in.get(f"/vote/{poll.uuid}/recu/", follow=True)
    assert cast.reference not in text(answer)
