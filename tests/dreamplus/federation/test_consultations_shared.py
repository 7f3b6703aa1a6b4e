"""A real consultation, from its publication to the list of the region, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from wagtail.models import Locale, PageViewRestriction, Site

from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.services.publish import publish_proposal
from consultations.services.opening import open_process
from consultations.services.prepare import Collection, create_process
from dreamplus.cms.services import found_site
from dreamplus.core import clock
from dreamplus.core.tasks import testing
from dreamplus.federation import processes
from dreamplus.federation.models import Entry
from dreamplus.moderation.services import found_charter
from dreamplus.participation.services import close_early
from dreamplus.participation.services.settling import settle_due
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person
from tests.dreamplus.federation.honest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise, pytest.mark.usefixtures("own_keys", "frozen")]
DAY = timedelta(days=1)
WORDS = "Quarante serins autour de la place, et un banc sous chacun."


@pytest.fixture
def agent(db: None) -> User:
    return make_person(Role.AGENT)


@pytest.fixture
def make_process(agent: User) -> Callable[..., ProcessPage]:
    def make(*, opened: bool = True) -> ProcessPage:
        found_charter(at=AT)
        home = found_site(name="Saint-Aubin-sur-Lys").root_page.specific
        index = ProcessIndexPage(title="Participer", slug="participer", locale=home.locale)
        home.add_child(instance=index)
        page = create_process(
            title="La place du marché",
            summary="Refaire la place,\nensemble.",
            body="Depuis 1974, la place est un parking.",
            commitment="Le conseil décide.",
            milestones=[],
            collection=Collection(AT, AT + 10 * DAY, []),
            by=agent,
            at=AT,
            index=index,
        )
        return open_process(process=page, by=agent, at=AT) if opened else page

    return make


def tick(at: datetime) -> None:
    """What the minute brings to activities, and what follows from it."""
    with clock.frozen(at):
        settle_due(at)
    testing.run_all(at)


def latest() -> Entry:
    return Entry.objects.order_by("-seq")[0]


def test_a_consultation_is_shared_when_its_page_is_published(make_process: Callable[..., ProcessPage]) -> None:
    page = make_process(opened=False)
    testing.run_all(AT)
    assert not Entry.objects.exists()
    open_process(process=page, by=page.owner, at=AT)
    testing.run_all(AT)
    collection = ProposalsPage.objects.child_of(page).get()
    assert latest().body == {
        "title": {"fr": "La place du marché"},
        "summary": {"fr": "Refaire la place, ensemble."},
        "page": "http://testserver/participer/la-place-du-marche/",
        "opens": "2026-11-20",
        "closes": "2026-11-30",
        "steps": [
            {"title": {"fr": collection.title}, "kind": "proposals", "opens": "2026-11-20", "closes": "2026-11-30"}
        ],
        "contributions": None,
        "answered": None,
    }


def test_publishing_the_page_again_unchanged_adds_no_line(make_process: Callable[..., ProcessPage]) -> None:
    page = make_process()
    tick(AT)
    lines = Entry.objects.count()
    page.save_revision().publish()
    tick(AT)
    testing.run_periodic("day", at=AT)
    assert Entry.objects.count() == lines


def test_figures_are_shared_once_the_collection_is_settled_and_never_words(
    make_process: Callable[..., ProcessPage],
) -> None:
    page = make_process()
    activity = ProposalsPage.objects.child_of(page).get().activity
    publish_proposal(
        activity=activity,
        key=uuid4(),
        author=make_person(),
        title="Serin",
        body=WORDS,
        theme=None,
        at=AT,
    )
    tick(AT)
    assert (latest().body or {})["contributions"] is None
    tick(AT + 11 * DAY)
    assert (latest().body or {})["contributions"] == 1
    assert "erin" not in str(Entry.objects.values_list("body", flat=True))


def test_a_closing_that_moves_is_shared(make_process: Callable[..., ProcessPage], agent: User) -> None:
    activity = ProposalsPage.objects.child_of(make_process()).get().activity
    tick(AT)
    with clock.frozen(AT + DAY):
        close_early(activity=activity, reason="La salle est inondée.", by=agent, at=AT + DAY)
    tick(AT + DAY)
    assert (latest().body or {})["closes"] == "2026-11-21"


def test_a_translation_adds_its_words_and_its_departure_takes_them(make_process: Callable[..., ProcessPage]) -> None:
    page = make_process()
    dutch, _new = Locale.objects.get_or_create(language_code="nl")
    translated = page.copy_for_translation(dutch, copy_parents=True)
    translated.title = "Het marktplein"
    translated.save_revision().publish()
    tick(AT)
    assert (latest().body or {})["title"] == {"fr": "La place du marché", "nl": "Het marktplein"}
    translated.refresh_from_db()
    translated.unpublish()
    tick(AT)
    assert (latest().body or {})["title"] == {"fr": "La place du marché"}


def test_an_unpublished_consultation_is_withdrawn_and_may_come_back(make_process: Callable[..., ProcessPage]) -> None:
    page = make_process()
    tick(AT)
    page.unpublish()
    tick(AT)
    assert latest().op == "withdraw"
    assert not Entry.objects.exclude(body=None).exists()
    assert processes.share_all(at=AT) == 0
    page.save_revision().publish()
    tick(AT)
    assert (latest().op, latest().body is not None) == ("upsert", True)


def test_a_private_consultation_is_not_shared(make_process: Callable[..., ProcessPage]) -> None:
    page = make_process(opened=False)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    open_process(process=page, by=page.owner, at=AT)
    tick(AT)
    assert not Entry.objects.exists()


def test_a_page_is_published_even_where_the_key_cannot_be_read(
    make_process: Callable[..., ProcessPage], own_keys: object
) -> None:
    from dreamplus.federation import identity

    identity.load_or_create(at=AT)
    identity.path().write_text("{")
    page = make_process()
    testing.run_all(AT, raise_errors=False)
    page.refresh_from_db()
    assert page.live
    assert Site.objects.exists()
