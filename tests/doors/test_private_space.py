"""What not everybody may read: a word planted in a private activity is found at no door, except by those invited.

Decidim's worst holes were private spaces that leaked by a search, a feed, an export or a count.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from consultations.pages import ProcessPage
from consultations.proposals.models import Proposal
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.services.publish import publish_proposal
from consultations.services.opening import open_process
from consultations.services.prepare import Collection, create_process
from deliberation.comments.services import post_comment
from dreamplus.cms.services import found_site
from dreamplus.core import clock
from dreamplus.core.models import EventRecord
from dreamplus.federation.models import Entry
from dreamplus.moderation.services import found_charter
from dreamplus.participation.rules.audience import Act, Audience, Requirement, Way
from dreamplus.participation.services import set_audience, set_visibility
from dreamplus.people.models import Residence, User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from polls.pages import PollPage
from polls.services import cast_ballot, create_poll, new_key
from tests.doors import addresses
from tests.doors.conftest import CLOSING, NOON
from tests.once import once

pytestmark = pytest.mark.django_db
CANARY = "Zanzibulle"
HOUR = timedelta(hours=1)
NEIGHBOURS = [f"voisin-{number}@exemple.fr" for number in range(6)]
INVITED = {"invitee@exemple.fr", *NEIGHBOURS}
Minute = Callable[[datetime], None]
RESIDENTS = Requirement((Way.COUNTER,))
PRIVATE = Audience(RESIDENTS, {Act.READ: RESIDENTS})


@dataclass(frozen=True)
class Private:
    """Proposals and a vote that only people seen at the counter may read, inside a public process."""

    process: ProcessPage
    collection: ProposalsPage
    poll: PollPage
    proposal: Proposal
    member: User

    @property
    def doors(self) -> list[str]:
        """Every address of ours, about these things wherever it takes an identifier, and their pages."""
        about = {
            "uuid": [self.poll.activity.uuid, self.collection.activity.uuid, self.proposal.contribution.uuid],
            "activity": [self.poll.activity.uuid, self.collection.activity.uuid],
            "proposal": [self.proposal.contribution.uuid],
        }
        found = [self.process.url, self.collection.url, self.poll.url, "/sitemap.xml", "/"]
        found += [f"{reverse('cms:search')}?q={word}" for word in ("collecte", "vote", "place", "proposition")]
        found += [
            reverse("live:topic", args=[topic, self.poll.activity.uuid]) for topic in ("polls.result", "polls.turnout")
        ]
        plain = addresses.plain()
        for name, pattern in addresses.ours().items():
            names = list(pattern.pattern.converters)
            if not names:
                found.append(plain[name])
            elif len(names) == 1 and names[0] in about:
                found += [reverse(name, kwargs={names[0]: value}) for value in about[names[0]]]
        return found


@pytest.fixture
def private(db: None, noon: datetime, minute: Minute, settings: object, tmp_path: object) -> Private:
    settings.DREAM_KEYS, settings.DREAM_TERRITORY = tmp_path / "keys", "5990A"  # type: ignore[attr-defined,operator]
    return once("private", lambda: _private(minute), tmp_path)


def _private(minute: Minute) -> Private:
    found_charter(at=NOON)
    found_site(name="Wattrelin")
    agent, member = make_person(Role.AGENT), make_person(email="invitee@exemple.fr")
    Residence.objects.create(
        user=member, proof="counter", declared_on=date(2026, 1, 1), vouched_on=date(2026, 1, 1), birth_year=1980
    )
    process = create_process(
        title="La place du marché",
        summary="Refaire la place, ensemble.",
        body="Un parking depuis 1974.",
        commitment="Le conseil décide le 17 décembre.",
        milestones=[],
        collection=Collection(NOON, CLOSING, [f"Thème {CANARY}"]),
        by=agent,
        at=NOON,
    )
    collection = ProposalsPage.objects.child_of(process).get()
    collection.title = f"Collecte {CANARY}"
    collection.save_revision()
    poll = create_poll(
        parent=process,
        title=f"Vote {CANARY}",
        question=f"Question {CANARY} ?",
        options=[(f"Choix {CANARY}", ""), ("Autre", "")],
        opens_at=NOON,
        closes_at=NOON + HOUR,
        at=NOON - HOUR,
        by=agent,
    )
    for page in (collection, poll):
        set_audience(activity=page.activity, audience=PRIVATE, at=NOON - HOUR)
        set_visibility(activity=page.activity, results_visibility="live", at=NOON - HOUR)
    open_process(process=process, by=agent, at=NOON)
    minute(NOON)
    poll.activity.refresh_from_db()
    for email in NEIGHBOURS:
        voter = make_person(email=email)
        Residence.objects.create(user=voter, proof="counter", declared_on=date(2026, 1, 1), vouched_on=date(2026, 1, 1))
        cast_ballot(activity=poll.activity, voter=voter, choices=[poll.options.first().code], key=new_key(), at=NOON)
    done = publish_proposal(
        activity=collection.activity,
        author=member,
        key=uuid4(),
        title=f"Proposition {CANARY}",
        body=f"Un texte {CANARY} assez long pour être lu par qui y est invité, et par personne d’autre.",
        theme=None,
        at=NOON,
    )
    post_comment(target=done.proposal, author=member, text=f"Commentaire {CANARY}", form_key=uuid4(), at=NOON)
    minute(NOON + 2 * HOUR)
    return Private(process, collection, poll, done.proposal, member)


def found_at(client: Client, doors: list[str]) -> dict[str, int]:
    """Doors whose answer, headers included, holds the canary, with the status of the answer."""
    cache.clear()
    found = {}
    for door in doors:
        answer = client.get(door)
        content = answer.getvalue() if answer.streaming else answer.content
        told = content.decode("utf-8-sig", "replace") + "".join(answer.headers.values())
        if CANARY.lower() in told.replace(door, "").lower():
            found[door] = answer.status_code
    return found


# What a role is there for: an elected official answers; a moderator reads what has a case, and there is none here.
OF_THE_ROLE = {
    "visitor": [],
    "citizen": [],
    "animator": [],
    "scrutineer": [],
    "official": ["/gestion/", "/gestion/propositions/"],
    "moderator": [],
}


@pytest.mark.parametrize("reader", OF_THE_ROLE)
def test_who_is_not_invited_finds_nothing_at_any_door(private: Private, reader: str) -> None:
    client = Client()
    if reader != "visitor":
        sign_in(client, make_person(Role(reader)))
    with clock.frozen(NOON + 2 * HOUR):
        found = found_at(client, private.doors)
    allowed = [door.format(contribution=private.proposal.contribution.uuid) for door in OF_THE_ROLE[reader]]
    assert sorted(found) == sorted(allowed)


def test_only_who_is_invited_reports_its_words(private: Private) -> None:
    address = reverse("moderation:report", args=["contribution", private.proposal.contribution.uuid])
    with clock.frozen(NOON + 2 * HOUR):
        stranger = sign_in(Client(), make_person()).get(address)
        member = sign_in(Client(), private.member).get(address)
    assert (stranger.status_code, member.status_code) == (404, 200)
    assert CANARY not in stranger.text
    assert CANARY in member.text


def test_who_is_invited_reads_it(private: Private) -> None:
    """Without this control the test above could pass on dead pages."""
    client = sign_in(Client(), private.member)
    with clock.frozen(NOON + 2 * HOUR):
        found = found_at(client, private.doors)
    expected = {
        private.process.url,
        private.collection.url,
        private.poll.url,
        reverse("proposals:detail", args=[private.proposal.contribution.uuid]),
        reverse("polls:result", args=[private.poll.activity.uuid]),
    }
    assert expected - set(found) == set()


def test_nothing_of_it_leaves_for_the_region_the_open_data_or_a_letter(private: Private) -> None:
    kept = {
        "federation": json.dumps(list(Entry.objects.values_list("body", flat=True)), ensure_ascii=False),
        "events": json.dumps(list(EventRecord.objects.values("payload"))),
        "letters": "".join(
            f"{letter.subject}{letter.body}" for letter in mail.outbox if not INVITED.intersection(letter.to)
        ),
    }
    assert "La place du marché" in kept["federation"]
    assert {name for name, words in kept.items() if CANARY in words} == set()


def test_a_translation_made_later_is_private_too(private: Private) -> None:
    dutch, _new = Locale.objects.get_or_create(language_code="nl")
    translated = private.collection.copy_for_translation(dutch, copy_parents=True)
    translated.save_revision().publish()
    assert Page.objects.live().public().filter(pk=translated.pk).count() == 0
    sign_in(client := Client(), make_person())
    assert client.get(translated.url).status_code == 403


def test_an_audience_opened_again_frees_the_pages(private: Private, noon: datetime) -> None:
    draft = create_poll(parent=private.process, title="Un autre", question="?", options=[("A", ""), ("B", "")], at=NOON)
    set_audience(activity=draft.activity, audience=PRIVATE, at=NOON)
    assert not Page.objects.public().filter(pk=draft.pk).exists()
    set_audience(activity=draft.activity, audience=Audience(RESIDENTS), at=NOON)
    assert Page.objects.public().filter(pk=draft.pk).exists()
