"""A site where people have been: a consultation with a sealed vote, a proposal, comments, an article, receipts. Each
address that takes arguments leads to something that is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from consultations.pages import ProcessPage
from consultations.proposals.models import Proposal, Theme
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.services.drafts import Words, save_draft
from consultations.proposals.services.publish import publish_proposal
from consultations.services.prepare import create_process
from consultations.services.preview import make_link
from consultations.surveys import ready
from consultations.surveys.services.answering import send_answers
from consultations.surveys.services.building import create_survey
from consultations.surveys.services.drafts import link_to
from deliberation.comments.models import Comment
from deliberation.comments.services import post_comment
from dreamplus.cms.testing import make_news
from dreamplus.moderation.models import Ground
from dreamplus.participation.models import Activity
from dreamplus.participation.services import schedule
from dreamplus.people.assisted.models import Place
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.organisations import services as organisations
from dreamplus.people.organisations.models import Delegate, Organisation
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from dreamplus.territory.quarters import add_quarter
from tests.doors import addresses
from tests.doors.conftest import NOON, SealedVote

NAME = "Colombe Canari"
"""Of the person who wrote everything."""


@dataclass(frozen=True)
class Lived:
    vote: SealedVote
    author: User
    proposal: Proposal
    collection: Activity
    comment: Comment
    receipt: str
    pages: list[str]
    grant: RoleGrant
    organisation: Organisation
    invitation: str
    """The secret of one that nobody has accepted yet."""
    preview: str
    """The secret of a link to a consultation that is not on line."""
    survey: Activity
    link: str
    """The secret of a link to answers that were begun."""

    @cached_property
    def arguments(self) -> dict[str, dict[str, Any]]:
        """For each name, or family of names, what leads to something that is there."""
        proposal, collection = self.proposal.contribution.uuid, self.collection.uuid
        return {
            "comments:": {
                "uuid": self.comment.uuid,
                "content_type_id": ContentType.objects.get_for_model(Proposal).pk,
                "pk": self.proposal.pk,
            },
            "consultations_staff:": {"page": self.vote.process.pk, "secret": self.preview},
            "live:topic": {"topic": "polls.turnout", "key": self.vote.activity.uuid},
            "organisations:": {
                "uuid": self.organisation.uuid,
                "pk": self.organisation.delegates.get(leads=False).pk,
                "secret": self.invitation,
            },
            "organisations_staff:": {"uuid": self.organisation.uuid},
            "participation:organisation": {"uuid": self.organisation.uuid},
            "participation:certificate": {"uuid": self.organisation.uuid},
            "opendata:": {"uuid": self.vote.activity.uuid},
            "participation:follow": {"reference": self.receipt},
            "moderation:report": {"kind": "contribution", "key": proposal},
            "moderation_staff:open": {"kind": "contribution", "key": proposal},
            "moderation_staff:ground": {"code": Ground.objects.earliest("pk").code},
            "participation_staff:": {"uuid": self.vote.activity.uuid},
            "people:quarter": {"code": "centre"},
            "people:revoke": {"pk": self.grant.pk},
            "polls:": {"uuid": self.vote.activity.uuid},
            "polls:screen": {"page": self.vote.process.pk},
            "polls_staff:meeting": {"page": self.vote.process.pk},
            "paper_staff:": {"uuid": self.vote.activity.uuid, "station": "mairie"},
            "polls_staff:": {"uuid": self.vote.activity.uuid},
            "surveys:": {"activity": self.survey.uuid, "number": 1, "code": "q2", "secret": self.link},
            "proposals:": {"activity": collection, "proposal": proposal},
        }

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Every named address of ours, with arguments that lead somewhere wherever there are some here."""
        found = addresses.examples()
        for name, pattern in addresses.ours().items():
            keys = pattern.pattern.converters
            family = next((known for part, known in self.arguments.items() if name.startswith(part)), {})
            if keys and set(keys) <= set(family):
                found[name] = reverse(name, kwargs={key: family[key] for key in keys})
        return found

    def reader(self, name: str) -> Client:
        if name == "visitor":
            return Client()
        return sign_in(Client(), self.author if name == "author" else make_person(Role(name)))


def live_in(vote: SealedVote) -> Lived:
    """What a first week leaves."""
    author = make_person(email="colombe@exemple.fr", display_name=NAME)
    Place.objects.create(code="guichet", name="Le guichet", address="À la mairie")
    step = ProposalsPage.objects.child_of(vote.process).get()
    theme = Theme.objects.get(activity=step.activity)
    words = {"title": "Vingt tilleuls", "body": "Planter vingt tilleuls autour de la place.", "theme": theme}
    published = publish_proposal(activity=step.activity, author=author, key=uuid4(), at=NOON, **words)
    draft = Words(title="Un banc", body="Un banc de bois, à l’ombre.", theme=theme.pk)
    save_draft(activity=step.activity, person=author, words=draft, at=NOON)
    comment = post_comment(
        target=published.proposal, author=author, text="Et de l’ombre.", form_key=uuid4(), at=NOON, reply_to=None
    )
    process = ProcessPage.objects.get(pk=vote.process.pk)
    home = process.get_parent().get_parent()
    (article,) = make_news(home)
    news = article.get_parent().url
    pages = ["/", process.get_parent().url, process.url, vote.page.url, vote.dutch.url, step.url, news, f"{news}fil/"]
    assert add_quarter(name="Centre").code == "centre"
    colleague = make_person(Role.AGENT)
    club, secret = organisation(author, colleague)
    survey = answered_survey(vote, author, colleague)
    return Lived(
        vote=vote,
        author=author,
        proposal=published.proposal,
        collection=step.activity,
        comment=comment,
        receipt=published.receipt.reference,
        pages=[*pages, article.url],
        grant=RoleGrant.objects.get(user=colleague),
        organisation=club,
        invitation=secret,
        preview=make_link(process=draft_of(vote, colleague), by=colleague, at=NOON)[0],
        survey=survey,
        link=link_to({}, activity=survey, answers={"q4": "À finir."}, at=NOON),
    )


def draft_of(vote: SealedVote, agent: User) -> ProcessPage:
    """A consultation that is being prepared beside the one of the vote."""
    index = ProcessPage.objects.get(pk=vote.process.pk).get_parent().specific
    words = {"title": "Le kiosque", "summary": "Le rouvrir ?", "body": "", "commitment": "Le conseil décide."}
    return create_process(**words, milestones=[], collection=None, by=agent, at=NOON, index=index)


def answered_survey(vote: SealedVote, author: User, agent: User) -> Activity:
    """Open, in the same consultation, with the answer of `author`."""
    asked = ready.questionnaire(ready.PLACE)
    page = create_survey(
        parent=ProcessPage.objects.get(pk=vote.process.pk),
        title="La place et vous",
        summary="Trois questions.",
        opens_at=NOON,
        closes_at=NOON + timedelta(days=9),
        asked=asked,
        by=agent,
        at=NOON,
    )
    page.get_latest_revision().publish()
    schedule(activity=page.activity, at=NOON)
    answers = {"q4": "De l’ombre, s’il vous plaît."}
    send_answers(activity=page.activity, person=author, answers=answers, key=uuid4(), language="fr", at=NOON)
    return Activity.objects.get(pk=page.activity_id)


def organisation(author: User, colleague: User) -> tuple[Organisation, str]:
    """Recognised, led by `author`, with another delegate; and the secret of an invitation."""
    given = {"name": "Les Amis du canal", "kind": "association", "number": "W591234567"}
    made = organisations.declare_organisation(user=author, at=NOON, **given)
    organisations.decide_organisation(organisation=made, recognised=True, by=colleague, at=NOON)
    Delegate.objects.create(organisation=made, user=colleague, since=NOON)
    secret = organisations.invite(organisation=made, by=author, email="paul@exemple.fr", at=NOON)
    return Organisation.objects.get(pk=made.pk), secret
