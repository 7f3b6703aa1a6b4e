"""A page has words; the activity has dates and rules. Copies, translations, aliases and revisions keep it so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, Page

from dreamplus.core import clock
from dreamplus.participation.enums import State
from dreamplus.participation.errors import NotReady
from dreamplus.participation.models import Activity
from dreamplus.people.models import User
from polls.models import Ballot
from polls.page_form import PollPageForm
from polls.pages import PollOption, PollPage
from polls.services import open_poll
from polls.words import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
HALL, GARDEN, SQUARE = "la-halle-ouverte", "le-jardin-de-marche", "la-place-a-vivre"
DAY = timedelta(days=1)
MakePage = Callable[..., PollPage]


@pytest.fixture
def dutch(home: Page) -> Locale:
    locale, _created = Locale.objects.get_or_create(language_code="nl")
    if not home.has_translation(locale):
        home.copy_for_translation(locale)
    return locale


def test_a_new_page_gets_an_activity_of_its_own_in_draft(home: Page, noon: datetime) -> None:
    with clock.frozen(noon):
        page = home.add_child(instance=PollPage(title="Un vote", slug="un-vote"))
    assert page.activity.kind == "poll"
    assert page.activity.state(noon + DAY) == State.DRAFT
    assert page.activity.title == "Un vote"


def test_a_copy_is_another_vote_in_draft(home: Page, make_page: MakePage) -> None:
    page = make_page(home, method="several", least=1, most=2)
    copy = page.copy(update_attrs={"slug": "copie", "title": "Copie"})
    copy.refresh_from_db()
    assert copy.activity_id != page.activity_id
    assert copy.activity.scheduled_at is None
    assert copy.activity.opens_at is None
    assert copy.activity.rules["most"] == 2
    assert [option.code for option in copy.options.all()] == [HALL, GARDEN, SQUARE]
    copy.get_latest_revision().publish()
    copy.refresh_from_db()
    assert copy.activity_id != page.activity_id


def test_a_translation_shares_the_vote_and_its_option_codes(
    home: Page, make_page: MakePage, dutch: Locale, noon: datetime
) -> None:
    page = make_page(home)
    other = page.copy_for_translation(dutch)
    assert other.activity_id == page.activity_id
    option = other.options.get(code=GARDEN)
    option.label = "De markttuin"
    option.save()
    other.title = "Welk project?"
    other.save_revision().publish()
    open_poll(activity=page.activity, by=None, at=noon)
    assert words_of(page.activity, "nl").label(GARDEN) == "De markttuin"
    assert words_of(page.activity, "fr").label(GARDEN) == "Le jardin de marché"
    assert words_of(page.activity, "en").language == "fr"


def test_an_alias_shares_the_vote(home: Page, make_page: MakePage) -> None:
    page = make_page(home)
    alias = page.create_alias(update_slug="ailleurs")
    assert alias.activity_id == page.activity_id
    assert Activity.objects.filter(kind="poll").count() == 1


def test_an_old_revision_brings_back_words_and_never_a_date_or_another_vote(
    home: Page, make_page: MakePage, noon: datetime
) -> None:
    page = make_page(home)
    old = page.get_latest_revision()
    other = make_page(home, title="Un autre vote")
    content = old.content | {"activity": other.activity_id, "title": "Ancien titre"}
    old.content = content
    old.save()
    old.publish()
    page.refresh_from_db()
    assert page.title == "Ancien titre"
    assert page.activity_id != other.activity_id
    assert page.activity.opens_at == noon


def test_words_of_the_ballot_are_frozen_with_the_rules(home: Page, make_page: MakePage, noon: datetime) -> None:
    page = make_page(home)
    open_poll(activity=page.activity, by=None, at=noon)
    before = page.activity.rules_hash
    PollOption.objects.filter(page=page, code=HALL).update(label="Le parking")
    page.activity.refresh_from_db()
    assert words_of(page.activity, "fr").label(HALL) == "La halle ouverte"
    assert page.activity.rules_hash == before


def test_the_page_where_people_voted_is_not_deleted(
    home: Page, poll: Activity, marie: User, vote: Callable[..., Any]
) -> None:
    page = PollPage.objects.get(activity=poll)
    vote(poll, marie, HALL)
    for kept in (page, poll):
        with pytest.raises(ProtectedError), transaction.atomic():
            kept.delete()
    assert Ballot.objects.exists()


def test_a_page_without_votes_may_go(home: Page, make_page: MakePage) -> None:
    page = make_page(home)
    page.delete()
    assert not PollPage.objects.exists()


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"question": ""}, "question"),
        ({"options": [("Une seule", "")]}, "two options"),
        ({"closes_at": None, "opens_at": None}, "dates"),
        ({"method": "several", "least": 1, "most": 9}, "two options"),
    ],
)
def test_an_incomplete_vote_does_not_open_and_its_page_stays_a_draft(
    home: Page, make_page: MakePage, noon: datetime, values: dict[str, Any], missing: str
) -> None:
    page = make_page(home, **values)
    with translation.override("en"), pytest.raises(NotReady, match=missing):
        open_poll(activity=page.activity, by=None, at=noon)
    page.refresh_from_db()
    assert page.live is False
    assert page.activity.scheduled_at is None


def test_a_translation_with_other_options_stops_the_opening(
    home: Page, make_page: MakePage, dutch: Locale, noon: datetime
) -> None:
    page = make_page(home)
    other = page.copy_for_translation(dutch)
    other.options.filter(code=SQUARE).delete()
    PollPage.objects.get(pk=other.pk).save_revision().publish()
    with translation.override("en"), pytest.raises(NotReady, match="same options"):
        open_poll(activity=page.activity, by=None, at=noon)


class TestEditor:
    def form(self, page: PollPage, **changed: Any) -> PollPageForm:
        form_class = PollPage.get_edit_handler().get_form_class()
        fresh = PollPage.objects.get(pk=page.pk)
        options = list(fresh.options.all())
        data: dict[str, Any] = {
            "title": fresh.title,
            "slug": fresh.slug,
            "summary": "",
            "easy_text": '{"entityMap": {}, "blocks": []}',
            "question": fresh.question,
            "options-TOTAL_FORMS": str(len(options)),
            "options-INITIAL_FORMS": str(len(options)),
            "options-MIN_NUM_FORMS": "0",
            "options-MAX_NUM_FORMS": "1000",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        }
        asked = list(fresh.further.all())
        data |= {"further-TOTAL_FORMS": str(len(asked)), "further-INITIAL_FORMS": str(len(asked))}
        for place, question in enumerate(asked):
            data |= {
                f"further-{place}-id": str(question.pk),
                f"further-{place}-question": question.question,
                f"further-{place}-ORDER": str(place + 1),
            }
        for number, option in enumerate(options):
            data |= {
                f"options-{number}-id": str(option.pk),
                f"options-{number}-label": option.label,
                f"options-{number}-description": option.description,
                f"options-{number}-number": str(option.number),
                f"options-{number}-ORDER": str(number + 1),
            }
        return form_class(data | changed, instance=fresh, for_user=User(email="agent@exemple.fr"))

    @pytest.mark.parametrize(
        ("changed", "allowed"),
        [
            ({"options-0-label": "Le parking"}, False),
            ({"options-0-DELETE": "on"}, False),
            ({"options-TOTAL_FORMS": "4", "options-3-label": "Rien", "options-3-ORDER": "4"}, False),
            ({"options-0-description": "Un toit de bois, 1,2 M€"}, True),
            ({"title": "Quel projet ?"}, True),
        ],
        ids=["renamed", "removed", "added", "description", "title"],
    )
    def test_after_the_opening_options_stay_those_of_the_ballot(
        self, home: Page, poll: Activity, changed: dict[str, str], allowed: bool
    ) -> None:
        form = self.form(PollPage.objects.get(activity=poll), **changed)
        assert form.is_valid() is allowed, form.errors

    def test_before_the_opening_everything_may_change(self, home: Page, make_page: MakePage) -> None:
        assert self.form(make_page(home), **{"options-0-label": "Le parking"}).is_valid()


def test_the_public_page_shows_the_vote_and_leads_to_it(
    client: Client, home: Page, poll: Activity, noon: datetime
) -> None:
    page = PollPage.objects.get(activity=poll)
    with clock.frozen(noon + DAY):
        shown = client.get(page.url).content.decode()
    assert f'href="/vote/{poll.uuid}/"' in shown
    assert "Le jardin de marché" in shown
    assert f'data-dream-live="polls.turnout/{poll.uuid}"' in shown


def test_hostile_words_are_shown_and_never_run(
    client: Client, home: Page, make_poll: Callable[..., Activity], noon: datetime
) -> None:
    attack = '<script>alert("x")</script>'
    poll = make_poll(home, title=attack, question=attack, options=[(attack, attack), ("B", "")])
    page = PollPage.objects.get(activity=poll)
    with clock.frozen(noon + DAY):
        for path in (page.url, f"/vote/{poll.uuid}/", f"/vote/{poll.uuid}/protection/"):
            shown = client.get(path).content.decode()
            assert "<script>alert" not in shown
            assert "&lt;script&gt;alert" in shown
