"""One moderation for proposals and for what is said under them: before, after, by trust; nothing leaks meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consultations.proposals import publish as publishing
from consultations.proposals.models import Proposal
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.services.edit import edit_proposal
from consultations.proposals.services.publish import withdraw_proposal
from consultations.services.opening import open_process
from deliberation.comments.models import Comment
from deliberation.comments.services import CommentRefused, post_comment
from dreamplus.core.models import EventRecord
from dreamplus.core.tasks.testing import run_all
from dreamplus.moderation.enums import CaseState, Measure, Mode, Source
from dreamplus.moderation.models import Case, Charter, Ground
from dreamplus.moderation.services import claim, decide, receive_notice
from dreamplus.participation.enums import Status
from dreamplus.participation.errors import MayNotWrite, NotReady
from dreamplus.participation.models import Activity, Contribution
from dreamplus.participation.services import schedule, set_moderation, unschedule
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from tests.doors import addresses

from ..conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
CANARY = "canari-jaune"


def settle(measure: str, by: User, **values: Any) -> None:
    """The only open case is decided."""
    case = claim(case=Case.objects.get(state=CaseState.OPEN), by=by, at=NOON)
    ground = Ground.objects.get(code="hors-sujet")
    decide(case=case, measure=measure, ground=ground, facts="Sans lien avec la place.", by=by, at=NOON, **values)


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("contribution", "activity").get(pk=proposal.pk)


@pytest.fixture
def moderator() -> User:
    return make_person(Role.MODERATOR)


@pytest.fixture
def before(activity: Activity) -> Activity:
    return set_moderation(activity=activity, moderation=Mode.BEFORE)


class TestCharterFirst:
    def test_where_people_write_nothing_opens_without_it(self, make_process: Callable[..., Any], agent: User) -> None:
        page = make_process(opened=False)
        Charter.objects.all().delete()
        with pytest.raises(NotReady, match="charte"):
            open_process(process=page, by=agent, at=NOON)
        assert not Activity.objects.filter(scheduled_at__isnull=False).exists()

    def test_what_opens_keeps_the_version_it_opened_with(self, activity: Activity) -> None:
        assert activity.charter == Charter.objects.get()

    def test_a_vote_needs_none(self, db: None) -> None:
        from datetime import timedelta

        from dreamplus.participation.services import create_activity

        Charter.objects.all().delete()
        dates = {"opens_at": NOON, "closes_at": NOON + timedelta(days=1)}
        vote = create_activity(kind="bare", at=NOON - timedelta(days=1), **dates)
        assert schedule(activity=vote, at=NOON - timedelta(days=1)).charter is None
        unschedule(activity=vote, at=NOON - timedelta(hours=1))


class TestBefore:
    def test_it_waits_then_appears_and_only_then_is_told(
        self, client: Client, before: Activity, publish: Callable[..., Proposal], marie: User, moderator: User
    ) -> None:
        proposal = publish(marie)
        assert proposal.contribution.status == Status.WAITING
        assert Case.objects.get().source == Source.PRIOR
        assert not EventRecord.objects.filter(name="proposals.published").exists()
        assert client.get(proposal.get_absolute_url()).status_code == 404
        client.force_login(marie)
        assert "Un modérateur lit cette proposition" in client.get(proposal.get_absolute_url()).text
        settle(Measure.KEPT, moderator)
        assert fresh(proposal).contribution.is_visible
        assert EventRecord.objects.filter(name="proposals.published").count() == 1
        run_all()
        assert "Vos mots sont visibles" in [letter.subject for letter in mail.outbox if letter.to == [marie.email]]

    def test_a_changed_text_waits_again(
        self, before: Activity, publish: Callable[..., Proposal], marie: User, moderator: User
    ) -> None:
        proposal = publish(marie)
        settle(Measure.KEPT, moderator)
        edit_proposal(
            proposal=fresh(proposal),
            by=marie,
            title="Autre idée",
            body="Un autre texte, assez long pour être lu et compris.",
            theme=None,
            seen=1,
            at=NOON,
        )
        assert fresh(proposal).contribution.status == Status.WAITING
        assert Case.objects.filter(state=CaseState.OPEN).count() == 1

    def test_taken_back_while_it_waits_it_leaves_the_queue(
        self, before: Activity, publish: Callable[..., Proposal], marie: User
    ) -> None:
        withdraw_proposal(proposal=publish(marie), by=marie, at=NOON)
        run_all()
        assert Case.objects.get().state == CaseState.CLOSED

    def test_comments_follow_the_activity(
        self, before: Activity, proposal: Proposal, moderator: User, karim: User
    ) -> None:
        settle(Measure.KEPT, moderator)
        said = post_comment(target=fresh(proposal), author=karim, text="Oui.", form_key=uuid4(), at=NOON)
        assert said.status == Status.WAITING
        settle(Measure.KEPT, moderator)
        assert Comment.norel_objects.get(pk=said.pk).is_visible


def test_by_trust_the_fourth_is_shown_at_once(
    activity: Activity, publish: Callable[..., Proposal], marie: User, moderator: User
) -> None:
    set_moderation(activity=activity, moderation=Mode.TRUST)
    for number in range(3):
        assert publish(marie, f"Idée {number}").contribution.status == Status.WAITING
        settle(Measure.KEPT, moderator)
    assert publish(marie, "Idée de plus").contribution.is_visible


def test_advertising_waits_for_a_person(publish: Callable[..., Proposal], marie: User) -> None:
    proposal = publish(marie, "Casino en ligne", "Bonus offert, cliquez vite sur jouer.example")
    assert proposal.contribution.status == Status.WAITING
    assert Case.objects.get().source == Source.SPAM


def test_a_silence_stops_proposals_edits_and_comments_but_no_support(
    publish: Callable[..., Proposal], proposal: Proposal, marie: User, karim: User, moderator: User
) -> None:
    other = publish(karim, "Une fontaine")
    ground = Ground.objects.get(code="injure-diffamation")
    receive_notice(
        kind="contribution",
        key=str(proposal.contribution.uuid),
        ground=ground,
        explanation="Elle insulte.",
        name="Zoé",
        email="z@exemple.fr",
        at=NOON,
    )
    case = claim(case=Case.objects.get(), by=moderator, at=NOON)
    decide(case=case, measure="hidden", ground=ground, facts="Une insulte.", degree="day", by=moderator, at=NOON)
    with pytest.raises(MayNotWrite):
        publish(marie, "Encore")
    with pytest.raises(CommentRefused):
        post_comment(target=other, author=marie, text="Encore", form_key=uuid4(), at=NOON)
    from consultations.proposals.services.support import support_proposal

    assert support_proposal(proposal=other, person=marie, at=NOON)
    assert Contribution.objects.filter(author=marie).count() == 1


@pytest.mark.parametrize("state", ["waiting", "hidden"])
@pytest.mark.parametrize("reader", ["visitor", "citizen", "official"])
def test_what_waits_or_is_hidden_is_nowhere(
    client: Client,
    activity: Activity,
    page: ProposalsPage,
    publish: Callable[..., Proposal],
    marie: User,
    karim: User,
    moderator: User,
    reader: str,
    state: str,
) -> None:
    """The canary is in a title, a text and a comment; every address is opened, those about them first."""
    open_one = publish(karim, "Une fontaine")
    set_moderation(activity=activity, moderation=Mode.BEFORE)
    proposal = publish(
        marie, f"Titre {CANARY}", f"Texte {CANARY}, assez long pour que chacun comprenne de quoi il s’agit."
    )
    comment = post_comment(
        target=fresh(open_one), author=marie, text=f"Commentaire {CANARY}", form_key=uuid4(), at=NOON
    )
    if state == "hidden":
        for case in Case.objects.filter(state=CaseState.OPEN):
            claim(case=case, by=moderator, at=NOON)
            ground = Ground.objects.get(code="hors-sujet")
            decide(case=case, measure="hidden", ground=ground, facts="Non.", by=moderator, at=NOON)
    if reader != "visitor":
        sign_in(client, make_person(Role.CITIZEN if reader == "citizen" else Role.OFFICIAL))
    key, said = proposal.contribution.uuid, comment.uuid
    about = [
        proposal.get_absolute_url(),
        reverse("proposals:history", args=[key]),
        reverse("proposals:published", args=[key]),
        reverse("proposals:edit", args=[key]),
        reverse("moderation:report", args=["contribution", key]),
        reverse("moderation:report", args=["comment", said]),
        reverse("comments:reply", args=[said]),
        reverse("opendata:table", args=[activity.uuid]),
        reverse("opendata:document", args=[activity.uuid]),
        open_one.get_absolute_url(),
        str(page.url),
        str(page.get_parent().url),
        f"{reverse('cms:search')}?q=canari",
        "/",
    ]
    shown = 0
    for address in [*about, *addresses.examples().values()]:
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode(errors="replace").replace("q=canari", "").replace('value="canari"', "")
        assert CANARY not in text, address
        shown += answer.status_code == 200
    assert shown > 10
    assert CANARY not in str(list(publishing.rows(activity)))
    assert CANARY not in str(publishing.result(activity))
    run_all()
    told = [letter for letter in mail.outbox if letter.to != [marie.email]]
    assert CANARY not in "".join(letter.body + letter.subject for letter in told)
    assert CANARY not in str(list(EventRecord.objects.values_list("payload", flat=True)))


def test_the_canary_sings_when_it_is_free(
    client: Client, page: ProposalsPage, publish: Callable[..., Proposal], marie: User
) -> None:
    """Otherwise the test above could not fail."""
    proposal = publish(marie, f"Titre {CANARY}")
    for address in (proposal.get_absolute_url(), str(page.url)):
        assert CANARY in client.get(address).text


def test_a_hidden_comment_keeps_its_place_and_its_replies(
    client: Client, proposal: Proposal, karim: User, marie: User, moderator: User
) -> None:
    first = post_comment(target=proposal, author=karim, text="Un mot de trop", form_key=uuid4(), at=NOON)
    post_comment(target=proposal, author=marie, text="Je réponds", form_key=uuid4(), at=NOON, reply_to=first)
    sign_in(client, moderator)
    client.post(reverse("moderation_staff:open", args=["comment", first.uuid]))
    settle(Measure.HIDDEN, moderator)
    text = Client().get(proposal.get_absolute_url()).text
    assert "Un mot de trop" not in text
    assert "Hors sujet" in text
    assert "Je réponds" in text


@pytest.mark.parametrize("kind", ["contribution", "comment"])
def test_links_of_before_lead_to_the_new_page(client: Client, kind: str) -> None:
    key = uuid4()
    former = f"/signaler/{key}/" if kind == "contribution" else f"/commentaires/{key}/signaler/"
    assert client.get(former)["Location"] == f"/moderation/signaler/{kind}/{key}/"
