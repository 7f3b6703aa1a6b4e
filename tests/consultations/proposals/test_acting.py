"""Supporting, correcting, answering: who may, what it changes, and what is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consultations.proposals.errors import Answered, ChangedMeanwhile, ProposalRefused
from consultations.proposals.models import Proposal, Support
from consultations.proposals.rules.statuses import Status
from consultations.proposals.services.answer import answer_proposal
from consultations.proposals.services.edit import edit_proposal
from consultations.proposals.services.support import support_proposal, take_back_support
from dreamplus.core.tasks.testing import run_all
from dreamplus.participation.errors import NotOpen
from dreamplus.participation.followup import steps
from dreamplus.participation.models import Receipt
from dreamplus.participation.services import hide_contribution
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

from ..conftest import DAY, NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]

YES = {"status": Status.ACCEPTED, "answer": "Oui : vingt arbres en février.", "role": "L’adjointe aux travaux"}
NEW = {"title": "Vingt tilleuls", "body": "Planter vingt tilleuls autour de la place.", "theme": None}


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("contribution", "activity").get(pk=proposal.pk)


class TestSupport:
    def test_twice_is_once_and_taken_back_is_gone(self, proposal: Proposal, karim: User) -> None:
        given = [support_proposal(proposal=proposal, person=karim, at=NOON) for _ in range(2)]
        assert (given, fresh(proposal).supports, Support.objects.count()) == ([True, False], 1, 1)
        taken = [take_back_support(proposal=proposal, person=karim, at=NOON) for _ in range(2)]
        assert (taken, fresh(proposal).supports, Support.objects.count()) == ([True, False], 0, 0)

    def test_one_s_own_proposal_has_it_already(self, proposal: Proposal, marie: User) -> None:
        with pytest.raises(ProposalRefused):
            support_proposal(proposal=proposal, person=marie, at=NOON)

    def test_after_closing_supports_are_counted(self, proposal: Proposal, supported: Support, karim: User) -> None:
        for act in (support_proposal, take_back_support):
            with pytest.raises(NotOpen):
                act(proposal=proposal, person=karim, at=NOON + 10 * DAY)
        assert fresh(proposal).supports == 1

    def test_what_is_hidden_is_not_supported(self, proposal: Proposal, karim: User, agent: User) -> None:
        hide_contribution(contribution=proposal.contribution, reason="Publicité", at=NOON)
        with pytest.raises(ProposalRefused):
            support_proposal(proposal=fresh(proposal), person=karim, at=NOON)

    def test_a_support_outlives_the_account_without_its_name(
        self, proposal: Proposal, supported: Support, karim: User
    ) -> None:
        karim.delete()
        supported.refresh_from_db()
        assert (supported.person_id, fresh(proposal).supports) == (None, 1)

    def test_by_hand_without_javascript(self, client: Client, proposal: Proposal, karim: User) -> None:
        page = reverse("proposals:support", args=[proposal.contribution.uuid])
        assert client.post(page).url.startswith(reverse("account_login"))
        assert client.get(page).status_code == 405
        sign_in(client, karim)
        counts = []
        for action in ("support", "support", "take_back", "take_back"):
            client.post(page, {"action": action})
            counts.append(fresh(proposal).supports)
        assert counts == [1, 1, 0, 0]


class TestEdit:
    def test_the_former_text_stays(self, client: Client, proposal: Proposal, marie: User) -> None:
        later = NOON + timedelta(hours=2)
        edit_proposal(proposal=proposal, by=marie, seen=1, at=later, **NEW)
        changed = fresh(proposal)
        assert (changed.title, changed.edited_at) == ("Vingt tilleuls", later)
        assert changed.search_text.startswith("vingt tilleuls")
        assert [v.title for v in changed.versions.all()] == ["Quarante tilleuls", "Vingt tilleuls"]
        history = client.get(reverse("proposals:history", args=[proposal.contribution.uuid])).content.decode()
        assert "<del>Quarante </del><ins>Vingt </ins>tilleuls" in history

    def test_the_same_text_makes_no_version(self, proposal: Proposal, marie: User) -> None:
        same = {"title": proposal.title, "body": proposal.body, "theme": None}
        edit_proposal(proposal=proposal, by=marie, seen=1, at=NOON, **same)
        assert fresh(proposal).versions.count() == 1

    def test_two_windows_do_not_overwrite_each_other(self, client: Client, proposal: Proposal, marie: User) -> None:
        edit_proposal(proposal=proposal, by=marie, seen=1, at=NOON, **NEW)
        with pytest.raises(ChangedMeanwhile):
            edit_proposal(proposal=proposal, by=marie, seen=1, at=NOON, **NEW | {"title": "Dix tilleuls"})
        sign_in(client, marie)
        page = reverse("proposals:edit", args=[proposal.contribution.uuid])
        answer = client.post(page, {"title": "Dix tilleuls", "body": NEW["body"], "seen": "1"})
        assert (answer.status_code, "Dix tilleuls" in answer.content.decode()) == (422, True)
        assert fresh(proposal).title == "Vingt tilleuls"

    def test_after_closing_the_text_stays_and_nothing_typed_is_lost(
        self, client: Client, proposal: Proposal, marie: User
    ) -> None:
        from dreamplus.core import clock

        with pytest.raises(NotOpen):
            edit_proposal(proposal=proposal, by=marie, seen=1, at=NOON + 10 * DAY, **NEW)
        sign_in(client, marie)
        with clock.frozen(NOON + 10 * DAY):
            page = reverse("proposals:edit", args=[proposal.contribution.uuid])
            answer = client.post(page, {"title": "Dix tilleuls", "body": NEW["body"], "seen": "1"})
        assert (answer.status_code, "Dix tilleuls" in answer.content.decode()) == (422, True)

    def test_what_was_answered_no_longer_changes(self, proposal: Proposal, marie: User, agent: User) -> None:
        answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES)
        with pytest.raises(Answered):
            edit_proposal(proposal=proposal, by=marie, seen=1, at=NOON, **NEW)


class TestAnswer:
    def test_the_author_reads_it_in_an_e_mail(self, proposal: Proposal, marie: User, agent: User) -> None:
        run_all()
        mail.outbox.clear()
        answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES)
        assert mail.outbox == []
        run_all()
        run_all()
        (letter,) = mail.outbox
        assert letter.to == [marie.email]
        assert "Quarante tilleuls" in letter.subject
        for words in ("Oui : vingt arbres en février.", "L’adjointe aux travaux", Receipt.objects.get().reference):
            assert words in letter.body

    def test_nobody_is_written_to_once_gone(self, proposal: Proposal, marie: User, agent: User) -> None:
        answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES)
        marie.delete()
        mail.outbox.clear()
        run_all()
        assert mail.outbox == []

    @pytest.mark.parametrize(
        "given",
        [
            {"answer": ""},
            {"answer": "x" * 6001},
            {"role": ""},
            {"status": Status.SUBMITTED},
        ],
    )
    def test_a_decision_without_reasons_is_refused(
        self, proposal: Proposal, agent: User, given: dict[str, Any]
    ) -> None:
        with pytest.raises(ProposalRefused):
            answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES | given)
        assert fresh(proposal).status == "submitted"

    def test_colleagues_do_not_overwrite_each_other(self, client: Client, proposal: Proposal, agent: User) -> None:
        answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES)
        with pytest.raises(ChangedMeanwhile):
            answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES | {"answer": "Non."})
        sign_in(client, agent)
        page = reverse("proposals:answer", args=[proposal.contribution.uuid])
        words = {"status": "refused", "answer": "Non, hélas.", "role": "Le maire", "seen": ""}
        refused = client.post(page, words)
        assert (refused.status_code, "Non, hélas." in refused.content.decode()) == (422, True)
        seen = refused.context["form"]["seen"].value()
        assert client.post(page, words | {"seen": seen}).status_code == 302
        assert fresh(proposal).answer == "Non, hélas."

    @pytest.mark.parametrize(
        ("status", "told"),
        [
            (None, ["done", "next", "next"]),
            (Status.UNDER_REVIEW, ["done", "now", "next"]),
            (Status.ACCEPTED, ["done", "done", "done", "next"]),
            (Status.REFUSED, ["done", "done", "done"]),
            (Status.DONE, ["done", "done", "done", "done"]),
        ],
    )
    def test_the_receipt_tells_what_became_of_it(
        self, client: Client, proposal: Proposal, agent: User, status: Status | None, told: list[str]
    ) -> None:
        if status:
            answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES | {"status": status})
        receipt = Receipt.objects.get()
        assert [step.state for step in steps(receipt)] == told
        assert client.get(reverse("participation:follow", args=[receipt.reference])).status_code == 200


WHO: dict[str, Any] = {
    "visitor": None,
    "author": "marie",
    "other citizen": (Role.CITIZEN, None),
    "official": (Role.OFFICIAL, True),
    "agent without second factor": (Role.AGENT, False),
    "agent": (Role.AGENT, True),
    "administrator": (Role.ADMINISTRATOR, True),
}
STAFF = {"agent", "administrator"}
# action -> (form posted, who it works for)
ACTIONS: dict[str, tuple[dict[str, str], set[str]]] = {
    "support": ({"action": "support"}, set(WHO) - {"visitor", "author"}),
    "edit": ({**NEW, "theme": "", "seen": "1"}, {"author"}),
    "withdraw": ({}, {"author"}),
    "answer": ({"status": "refused", "answer": "Non.", "role": "Le maire", "seen": ""}, STAFF | {"official"}),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_do_what(client: Client, proposal: Proposal, marie: User, action: str, who: str) -> None:
    if who == "author":
        sign_in(client, marie)
    elif WHO[who]:
        sign_in(client, make_person(WHO[who][0]), second_factor=WHO[who][1])
    form, allowed = ACTIONS[action]
    before = snapshot(proposal)
    client.post(reverse(f"proposals:{action}", args=[proposal.contribution.uuid]), form)
    assert (snapshot(proposal) != before) == (who in allowed)


def snapshot(proposal: Proposal) -> tuple[Any, ...]:
    found = fresh(proposal)
    return (found.title, found.status, found.supports, found.contribution.status)


@pytest.mark.parametrize("who", WHO)
def test_who_reads_what_is_hidden(client: Client, proposal: Proposal, marie: User, agent: User, who: str) -> None:
    hide_contribution(contribution=proposal.contribution, reason="Elle nomme un voisin", at=NOON)
    if who == "author":
        sign_in(client, marie)
    elif WHO[who]:
        sign_in(client, make_person(WHO[who][0]), second_factor=WHO[who][1])
    answer = client.get(proposal.get_absolute_url())
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Elle nomme un voisin" in page
    assert ("Planter quarante tilleuls" in page) == (who in STAFF | {"author"})
    history = client.get(reverse("proposals:history", args=[proposal.contribution.uuid]))
    assert (history.status_code == 200) == (who in STAFF | {"author"})


def test_themes_keep_their_proposals_when_they_keep_their_name(
    client: Client, publish: Callable[..., Proposal], marie: User, agent: User, theme: Any
) -> None:
    proposal = publish(marie, theme=theme)
    sign_in(client, agent)
    page = reverse("proposals:themes", args=[proposal.activity.uuid])
    client.post(page, {"themes": "Jeux\nArbres\nJeux\n"})
    assert fresh(proposal).theme == theme
    client.post(page, {"themes": "Jeux"})
    assert fresh(proposal).theme is None
    assert client.post(page, {"themes": "x" * 81}).status_code == 422
