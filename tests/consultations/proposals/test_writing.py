"""Writing in several sittings, signed in or not: nothing typed is ever lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consultations.proposals.models import Draft, Proposal
from consultations.proposals.rules import BODY_MAX
from consultations.proposals.services.drafts import KEPT_MAX, SESSION_KEY
from dreamplus.core import clock
from dreamplus.participation.models import Activity, Receipt
from dreamplus.participation.services import close_early
from dreamplus.people.models import User
from dreamplus.people.testing import sign_in

from ..conftest import BODY, NOON

WORDS = {"title": "Quarante tilleuls", "body": BODY}
pytestmark = pytest.mark.django_db


def address(name: str, activity: Activity) -> str:
    return reverse(f"proposals:{name}", args=[activity.uuid])


def text(answer: Any) -> str:
    return answer.content.decode()


def test_the_journey_from_first_word_to_receipt(client: Client, activity: Activity, marie: User) -> None:
    sign_in(client, marie)
    kept = client.post(address("write", activity), WORDS | {"action": "save"}, follow=True)
    assert "Quarante tilleuls" in text(kept)
    read_again = client.post(address("write", activity), WORDS | {"action": "preview"}, follow=True)
    assert read_again.redirect_chain == [(address("preview", activity), 302)]
    key = Draft.objects.get().key
    assert f'value="{key}"' in text(read_again)
    done = client.post(address("publish", activity), {"key": key}, follow=True)
    proposal = Proposal.objects.get()
    assert done.redirect_chain == [(reverse("proposals:published", args=[key]), 302)]
    assert Receipt.objects.get().reference in text(done)
    again = client.post(address("publish", activity), {"key": key})
    assert again.url == reverse("proposals:published", args=[proposal.contribution.uuid])
    assert Proposal.objects.count() == 1


def test_a_visitor_writes_then_signs_in_and_finds_the_text(client: Client, activity: Activity, marie: User) -> None:
    answer = client.post(address("write", activity), WORDS | {"action": "preview"}, follow=True)
    assert "Quarante tilleuls" in text(answer)
    assert "/compte/" in text(answer)
    client.force_login(marie)
    assert "Quarante tilleuls" in text(client.get(address("preview", activity)))
    assert (Draft.objects.get().title, Draft.objects.get().person) == (WORDS["title"], marie)
    assert str(activity.uuid) not in client.session[SESSION_KEY]


def test_an_older_draft_stays_below_the_text_brought_by_signing_in(
    client: Client, activity: Activity, marie: User
) -> None:
    sign_in(client, marie)
    client.post(address("write", activity), {"title": "Ancien", "body": "Une fontaine au milieu.", "action": "save"})
    client.logout()
    client.post(address("write", activity), WORDS | {"action": "save"})
    client.force_login(marie)
    client.get(address("write", activity))
    body = Draft.objects.get().body
    assert body.startswith(BODY)
    assert "Une fontaine au milieu." in body


def test_what_a_session_keeps_is_bounded(client: Client, activity: Activity) -> None:
    client.post(address("write", activity), {"title": "x" * 9999, "body": "y" * 99_999, "action": "autosave"})
    kept = client.session[SESSION_KEY][str(activity.uuid)]
    assert (len(kept["title"]), len(kept["body"])) == (140, KEPT_MAX)


def test_autosave_answers_a_sentence_and_keeps_unfinished_words(
    client: Client, activity: Activity, marie: User
) -> None:
    sign_in(client, marie)
    answer = client.post(address("write", activity), {"title": "", "body": "Des ar", "action": "autosave"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert "12" in text(answer)
    assert Draft.objects.get().body == "Des ar"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "", "body": BODY}, "title"),
        ({"title": "Des arbres", "body": ""}, "body"),
        ({"title": "x" * 200, "body": BODY}, "title"),
        ({"title": "Des arbres", "body": "y" * (BODY_MAX + 3)}, "body"),
    ],
)
def test_a_refused_form_says_why_and_keeps_every_word(
    client: Client, activity: Activity, marie: User, given: dict[str, str], field: str
) -> None:
    sign_in(client, marie)
    answer = client.post(address("write", activity), given | {"action": "preview"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert given["body"] in text(answer)
    assert given["title"] in text(answer)
    assert Draft.objects.get().body == given["body"]


def test_closing_between_draft_and_publishing_loses_nothing(
    client: Client, activity: Activity, marie: User, agent: User
) -> None:
    sign_in(client, marie)
    client.post(address("write", activity), WORDS | {"action": "preview"})
    key = Draft.objects.get().key
    later = NOON + timedelta(hours=1)
    close_early(activity=activity, reason="Travaux avancés", by=agent, at=later)
    with clock.frozen(later):
        answer = client.post(address("publish", activity), {"key": key}, follow=True)
        assert "Planter quarante tilleuls" in text(answer)
        typed = client.post(address("write", activity), {"title": "Encore", "body": "Un mot de plus", "action": "save"})
        assert (typed.status_code, "Un mot de plus" in text(typed)) == (409, True)
    assert not Proposal.objects.exists()
    assert Draft.objects.get().body == "Un mot de plus"


def test_a_key_that_is_not_the_draft_s_publishes_nothing(client: Client, activity: Activity, marie: User) -> None:
    sign_in(client, marie)
    client.post(address("write", activity), WORDS | {"action": "save"})
    for key in ("", "not-a-uuid", "00000000-0000-4000-8000-000000000000"):
        assert client.post(address("publish", activity), {"key": key}).url == address("preview", activity)
    assert not Proposal.objects.exists()


def test_a_visitor_who_posts_to_publish_is_asked_to_sign_in(client: Client, activity: Activity) -> None:
    answer = client.post(address("publish", activity), {"key": "x"})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_a_draft_is_deleted_when_its_author_says_so(client: Client, activity: Activity, marie: User) -> None:
    sign_in(client, marie)
    client.post(address("write", activity), WORDS | {"action": "save"})
    client.post(address("discard", activity))
    assert not Draft.objects.exists()


def test_the_receipt_is_for_its_author_alone(client: Client, proposal: Proposal, marie: User, karim: User) -> None:
    page = reverse("proposals:published", args=[proposal.contribution.uuid])
    assert client.get(page).status_code == 302
    sign_in(client, karim)
    assert client.get(page).status_code == 404
    sign_in(client, marie)
    assert client.get(page).status_code == 200


def test_similar_proposals_are_shown_before_publishing(
    client: Client, activity: Activity, proposal: Proposal, karim: User
) -> None:
    sign_in(client, karim)
    client.post(address("write", activity), {"title": "Un tilleul par banc", "body": BODY, "action": "save"})
    assert proposal.get_absolute_url() in text(client.get(address("preview", activity)))


def test_a_consultation_in_preparation_is_not_there_for_the_public(
    client: Client, make_process: Any, marie: User
) -> None:
    from consultations.proposals.pages import ProposalsPage

    draft = ProposalsPage.objects.child_of(make_process("Secrète", opened=False)).get()
    sign_in(client, marie)
    assert client.get(address("write", draft.activity)).status_code == 404


def test_nothing_is_sent_while_writing(client: Client, activity: Activity, marie: User) -> None:
    sign_in(client, marie)
    client.post(address("write", activity), WORDS | {"action": "save"})
    assert mail.outbox == []
