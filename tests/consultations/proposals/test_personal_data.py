"""What is held about a person leaves with them, or loses their name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consultations.proposals.models import Draft, Proposal, Support
from consultations.proposals.services.drafts import Words, save_draft
from consultations.proposals.services.support import support_proposal
from dreamplus.people import personal_data
from dreamplus.people.models import User

from ..conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


@pytest.fixture
def traces(proposal: Proposal, publish: Callable[..., Proposal], marie: User, karim: User) -> Proposal:
    """Marie wrote one, supports that of Karim, and is writing another."""
    support_proposal(proposal=publish(karim, "Rouvrir le kiosque"), person=marie, at=NOON)
    save_draft(activity=proposal.activity, person=marie, words=Words("Une fontaine", "Au milieu."), at=NOON)
    return proposal


def test_an_export_holds_one_s_own_words_and_nobody_else_s(traces: Proposal, marie: User) -> None:
    told = personal_data.export(marie)
    assert [row["title"] for row in told["proposals.Proposal"]] == ["Quarante tilleuls"]
    assert [row["title"] for row in told["proposals.Draft"]] == ["Une fontaine"]
    assert [row["proposal"] for row in told["proposals.Support"]] == ["Rouvrir le kiosque"]
    assert "Rouvrir le kiosque" not in repr(told["proposals.Proposal"])


def test_erasing_forgets_drafts_and_unnames_supports(traces: Proposal, marie: User) -> None:
    personal_data.erase(user=marie, at=NOON)
    assert not Draft.objects.exists()
    assert [(row.person_id, row.proposal.supports) for row in Support.objects.select_related("proposal")] == [(None, 1)]
    assert Proposal.objects.filter(title="Quarante tilleuls").exists()
