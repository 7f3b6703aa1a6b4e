"""From a draft to a published proposal, once, with its receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from consultations.proposals.errors import NotYours, ProposalRefused
from consultations.proposals.models import Draft, Proposal, Version
from consultations.proposals.rules import BODY_MAX, PER_PERSON_MAX, TITLE_MAX
from consultations.proposals.services.drafts import Words, save_draft
from consultations.proposals.services.publish import publish_proposal, withdraw_proposal
from dreamplus.core.models import EventRecord
from dreamplus.participation.enums import Status as Shown
from dreamplus.participation.errors import NotOpen
from dreamplus.participation.models import Activity, Contribution, Receipt
from dreamplus.people.models import User

from ..conftest import BODY, NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


@pytest.fixture
def words(activity: Activity, marie: User) -> dict[str, Any]:
    return {
        "activity": activity,
        "author": marie,
        "key": uuid4(),
        "title": " Quarante   tilleuls ",
        "body": f"{BODY}\r\n\r\n\r\n",
        "theme": None,
        "at": NOON,
    }


def test_publishing_keeps_text_version_receipt_and_event(words: dict[str, Any], marie: User) -> None:
    save_draft(activity=words["activity"], person=marie, words=Words("Quarante", BODY), at=NOON)
    made = publish_proposal(**words)
    proposal = made.proposal
    assert (made.new, proposal.title, proposal.body, proposal.status) == (True, "Quarante tilleuls", BODY, "submitted")
    assert proposal.search_text.startswith("quarante tilleuls planter")
    assert proposal.contribution.uuid == words["key"]
    assert list(Version.objects.values_list("number", "title", "body")) == [(1, "Quarante tilleuls", BODY)]
    receipt = Receipt.objects.get()
    assert (receipt.kind, receipt.person, receipt.contribution) == ("proposal", marie, proposal.contribution)
    assert receipt == made.receipt
    assert not Draft.objects.exists()
    event = EventRecord.objects.get(name="proposals.published")
    assert event.payload == {"activity": str(words["activity"].uuid), "proposal": str(words["key"])}


def test_the_same_draft_published_twice_is_one_proposal(words: dict[str, Any]) -> None:
    first, second = publish_proposal(**words), publish_proposal(**words)
    assert (second.new, second.proposal, second.receipt) == (False, first.proposal, first.receipt)
    assert (Proposal.objects.count(), Receipt.objects.count()) == (1, 1)


def test_the_key_of_somebody_else_opens_nothing(words: dict[str, Any], karim: User) -> None:
    publish_proposal(**words)
    with pytest.raises(NotYours):
        publish_proposal(**words | {"author": karim})
    assert Proposal.objects.get().contribution.author == words["author"]


@pytest.mark.parametrize("days", [-1, 10, 11])
def test_nothing_is_published_outside_the_dates(words: dict[str, Any], days: int) -> None:
    with pytest.raises(NotOpen):
        publish_proposal(**words | {"at": NOON + timedelta(days=days)})
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"title": ""}, "title"),
        ({"title": " \u200b\n "}, "title"),
        ({"title": "x" * (TITLE_MAX + 7)}, "7"),
        ({"body": "Court."}, "more"),
        ({"body": "x" * (BODY_MAX + 1)}, "1 character too long"),
    ],
)
def test_a_text_that_is_not_one_is_refused_with_a_sentence(
    words: dict[str, Any], given: dict[str, str], told: str
) -> None:
    from django.utils import translation

    with translation.override("en"), pytest.raises(ProposalRefused, match=told):
        publish_proposal(**words | given)
    assert not Contribution.objects.exists()


def test_an_unconfirmed_address_is_told_how_to_qualify(words: dict[str, Any]) -> None:
    stranger = User.objects.create_user("nouveau@exemple.fr")
    with pytest.raises(ProposalRefused):
        publish_proposal(**words | {"author": stranger})
    assert not Contribution.objects.exists()


def test_one_person_publishes_a_bounded_number(publish: Callable[..., Proposal], marie: User) -> None:
    for number in range(PER_PERSON_MAX):
        publish(marie, f"Idée {number}")
    with pytest.raises(ProposalRefused, match=str(PER_PERSON_MAX)):
        publish(marie, "Une de trop")
    assert Proposal.objects.count() == PER_PERSON_MAX


def test_a_theme_of_another_activity_is_left_out(
    words: dict[str, Any], make_process: Callable[..., Any], theme: Any
) -> None:
    from consultations.proposals.models import Theme

    make_process("Le plan vélo")
    foreign = Theme.objects.exclude(activity=words["activity"]).get(label="Arbres")
    assert publish_proposal(**words | {"theme": foreign}).proposal.theme is None
    assert publish_proposal(**words | {"key": uuid4(), "theme": theme}).proposal.theme == theme


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE proposals;--",
        '=HYPERLINK("http://mal")',
        "Ça œuvre à Þórshöfn 谷口 محمد",
        "{{ 7|add:7 }} {% now %}",
        "🌳" * 30,
    ],
)
def test_hostile_and_foreign_words_are_stored_exactly(publish: Callable[..., Proposal], marie: User, text: str) -> None:
    proposal = publish(marie, text, f"{text} et encore vingt caractères")
    proposal.refresh_from_db()
    assert (proposal.title, proposal.body) == (text, f"{text} et encore vingt caractères")


def test_withdrawing_hides_it_and_gives_the_text_back(proposal: Proposal, marie: User, karim: User) -> None:
    with pytest.raises(NotYours):
        withdraw_proposal(proposal=proposal, by=karim, at=NOON)
    withdraw_proposal(proposal=proposal, by=marie, at=NOON)
    assert Contribution.objects.get().status == Shown.WITHDRAWN
    draft = Draft.objects.get(person=marie)
    assert (draft.title, draft.body) == (proposal.title, proposal.body)
    assert EventRecord.objects.filter(name="proposals.withdrawn").count() == 1


def test_withdrawing_twice_is_once(proposal: Proposal, marie: User) -> None:
    for _ in range(2):
        withdraw_proposal(proposal=proposal, by=marie, at=NOON)
    assert EventRecord.objects.filter(name="proposals.withdrawn").count() == 1
