"""The lived site, with one of everything that belongs to somebody: what the access matrix (B5) opens and posts to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from deliberation.comments.services import post_comment
from dreamplus.cms.pages import NewsIndexPage
from dreamplus.core import clock
from dreamplus.core.tasks.testing import run_all
from dreamplus.federation.harvest.models import Source
from dreamplus.federation.witness.models import WitnessedVote
from dreamplus.moderation.models import Ground
from dreamplus.moderation.services import decide, open_by_staff, receive_notice
from dreamplus.notifications import tokens
from dreamplus.notifications.models import Bounce, Letter
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.services import set_stations
from dreamplus.people.assisted.enums import Way
from dreamplus.people.assisted.models import Accompaniment, Place
from dreamplus.people.identity.services import join_identity
from dreamplus.people.models import AssistantMandate, TrustedBrowser, User
from dreamplus.people.rights.services import consents, exporting
from dreamplus.people.roles import Role
from dreamplus.people.rolls.models import Roll, RollImport, RollLetters, RollLine
from dreamplus.people.testing import make_agent_of, make_person, sign_in
from dreamplus.territory.models import Territory
from polls.secret.level import CODE
from polls.secret.models import Scrutineer, SecretVote
from polls.services import create_poll, open_poll
from tests.doors import addresses
from tests.doors.conftest import NOON
from tests.doors.lived import Lived

READERS = (
    *("visitor", "owner", "citizen", "moderator", "forgetful", "agent", "official", "assistant", "animator"),
    *("elsewhere", "evaluator", "scrutineer", "administrator", "region_officer", "juror", "consultant"),
)
"""`owner` wrote and owns everything that is somebody's; `forgetful` is an agent without the second factor, `elsewhere`
an agent of another part of the site."""

PURPOSE = consents.Purpose("lettre-essai", "Lettre", "Je veux recevoir la lettre.")


@dataclass(frozen=True)
class World:
    clients: dict[str, Client]
    where: dict[str, str]
    """Of every named address of ours, with arguments that lead to something that is there, or to nothing."""

    met: frozenset[str]
    """The names whose address leads to something that is there, or takes no argument."""

    def answers(self, name: str, *, posting: bool = False) -> dict[str, int]:
        """Status for each reader, none of whom finds what another has changed."""
        from django.db import transaction

        found = {}
        for reader, client in self.clients.items():
            before = transaction.savepoint()
            answer: HttpResponse = client.post(self.where[name]) if posting else client.get(self.where[name])
            found[reader] = answer.status_code
            transaction.savepoint_rollback(before)
        return found


def make_world(lived: Lived) -> World:
    consents.register(PURPOSE)
    lists, moderation = _of_rolls(lived.author), _of_moderation(lived)
    arguments = {
        **lived.arguments,
        **_of_paper(lived),
        **lists,
        **moderation,
        **_of_accounts(lived.author),
        **_of_help(),
        **_of_secrets(lived),
    }
    arguments["assisted_staff:open_for"] = {"pk": lists["rolls_staff:"]["pk"]}
    where, met = addresses.examples(), set(addresses.plain())
    for name, pattern in addresses.ours().items():
        keys = set(pattern.pattern.converters)
        fitting = [part for part in arguments if name.startswith(part) and keys <= set(arguments[part])]
        if keys and fitting:
            family = arguments[max(fitting, key=len)]
            where[name] = reverse(name, kwargs={key: family[key] for key in keys})
            met.add(name)
    return World({reader: _client(reader, lived.author) for reader in READERS}, where, frozenset(met))


def _client(reader: str, owner: User) -> Client:
    if reader == "visitor":
        return Client()
    if reader == "forgetful":
        return sign_in(Client(), make_person(Role.AGENT), second_factor=False)
    if reader == "elsewhere":
        return sign_in(Client(), make_agent_of(NewsIndexPage.objects.first()))
    if reader in ("owner", "citizen"):
        return sign_in(Client(), owner if reader == "owner" else make_person())
    return sign_in(Client(), make_person(Role(reader)))


def _of_secrets(lived: Lived) -> dict[str, dict[str, Any]]:
    """A secret vote in draft, with a scrutineer who was sent a link; and one whose log this hub has signed."""
    page = create_poll(
        parent=lived.vote.process.get_parent(),
        title="Éclairage",
        question="Quand ?",
        options=[("La nuit", ""), ("Jamais", "")],
        opens_at=NOON + timedelta(days=1),
        closes_at=NOON + timedelta(days=9),
        level=CODE,
        at=NOON,
    )
    Activity.objects.filter(pk=page.activity.pk).update(scheduled_at=NOON)
    vote = SecretVote.objects.create(activity=page.activity, created_at=NOON)
    link = "le-lien-d-un-scrutateur"
    named = {"name": "Claire", "email": "claire@exemple.fr", "digest": sha256(link.encode()).hexdigest()}
    Scrutineer.objects.create(vote=vote, number=1, **named)
    territory = Territory.objects.create(kind="commune", insee="59998", name="Ailleurs", folded="ailleurs")
    dates = dict.fromkeys(("paired_at", "discovered_at", "next_at"), NOON)
    source = Source.objects.create(
        origin="https://ailleurs.example", territory=territory, name="Ailleurs", jwk={}, **dates
    )
    witnessed = WitnessedVote.objects.create(poll=uuid4(), source=source)
    return {
        "secret:": {"uuid": page.activity.uuid, "name": "vote.json", "secret": link},
        "secret_staff:": {"uuid": page.activity.uuid},
        "witness:": {"poll": witnessed.poll},
    }


def _of_rolls(owner: User) -> dict[str, dict[str, Any]]:
    dates = {"created_at": NOON, "imported_at": NOON, "erase_on": (NOON + timedelta(days=90)).date()}
    roll = Roll.objects.create(
        name="Habitants", purpose="Donner son avis.", created_by_role="agent", size=1, lines_hash="0" * 64, **dates
    )
    line = RollLine.objects.create(roll=roll, number=1, name="Ligne une", folded="ligne une")
    letters = RollLetters.objects.create(roll=roll, made_by=owner, language="fr", created_at=NOON)
    file = RollImport.objects.create(roll=roll, file_name="liste.csv", language="fr", created_at=NOON)
    return {
        "rolls_staff:": {"uuid": roll.uuid, "pk": line.pk},
        "rolls_staff:faults": {"uuid": file.uuid},
        "rolls_staff:confirm": {"uuid": file.uuid},
        "rolls_staff:cancel": {"uuid": file.uuid},
        "rolls_staff:letters_": {"uuid": letters.uuid},
    }


def _of_moderation(lived: Lived) -> dict[str, dict[str, Any]]:
    """A case that waits, about the proposal; a decision, about another comment of the same author; a notice."""
    agent = make_person(Role.AGENT)
    key = {"kind": "contribution", "key": str(lived.proposal.contribution.uuid)}
    case = open_by_staff(**key, author=lived.author, by=agent, at=NOON)
    comment = post_comment(
        target=lived.proposal, author=lived.author, text="Hors sujet.", form_key=uuid4(), at=NOON, reply_to=None
    )
    other = open_by_staff(kind="comment", key=str(comment.uuid), author=lived.author, by=agent, at=NOON)
    ground = Ground.objects.get(code="hors-sujet")
    decided = decide(case=other, measure="hidden", ground=ground, facts="Autre chose.", by=agent, at=NOON)
    told = {"ground": Ground.objects.get(code="injure-diffamation"), "explanation": "Ce n’est pas vrai."}
    notice = receive_notice(**key, **told, name="Colombe", email=lived.author.email, person=lived.author, at=NOON)
    return {
        "moderation_staff:case": {"uuid": case.uuid},
        "moderation:decision": {"reference": decided.reference},
        "moderation:notice": {"reference": notice.reference},
        "notifications:follow": {"subject": f"activity:{lived.collection.uuid}"},
    }


def _of_paper(lived: Lived) -> dict[str, dict[str, Any]]:
    """A vote that is over, with a box of paper that nobody has read."""
    words: dict[str, Any] = {"title": "Quel banc ?", "question": "Lequel ?", "options": [("Bois", ""), ("Pierre", "")]}
    before = NOON - timedelta(days=3)
    dates = {"opens_at": NOON - timedelta(days=2), "closes_at": NOON - timedelta(hours=1), "at": before}
    activity = create_poll(parent=lived.vote.process, **words, **dates).activity
    set_stations(activity=activity, names=["Mairie"], at=before)
    open_poll(activity=activity, by=None, at=dates["opens_at"])
    return {"paper_staff:": {"uuid": activity.uuid, "station": "mairie"}}


def _of_help() -> dict[str, dict[str, Any]]:
    """A place, and somebody who is being helped there."""
    place = Place.objects.get()
    row = Accompaniment.objects.create(place=place, way=Way.OWN, opened_at=NOON, begun_at=NOON)
    return {
        "assisted_staff:end": {"uuid": row.uuid},
        "assisted_staff:place": {"uuid": place.uuid},
        "assisted_staff:close_place": {"uuid": place.uuid},
    }


def _of_accounts(owner: User) -> dict[str, dict[str, Any]]:
    session = UserSession.objects.create(
        user=owner, ip="203.0.113.7", session_key="une-autre", user_agent="Firefox/140.0"
    )
    browser = TrustedBrowser.objects.create(
        user=owner,
        digest="0" * 64,
        browser="Firefox",
        trusted_at=clock.now(),
        expires_at=clock.now() + timedelta(days=30),
    )
    identity = join_identity(user=owner, provider="franceconnect", subject="un-numero", extra={})
    consents.give_consent(person=owner, purpose=PURPOSE.slug, channel="web", at=NOON)
    export = exporting.ask_export(person=owner, language="fr", at=NOON)
    run_all(NOON)
    letter = Letter.objects.create(
        batch=uuid4(), recipient=owner, address=owner.email, made_at=NOON, try_at=NOON, state="sent", ended_at=NOON
    )
    bounce = Bounce.objects.create(person=owner, address=owner.email, letter=letter, code="550", at=NOON)
    mandate = AssistantMandate.objects.create(official=make_person(Role.OFFICIAL), assistant=owner, since=NOON)
    return {
        "people:assistant_end": {"pk": mandate.pk},
        "people:session_close": {"pk": session.pk},
        "people:browser_forget": {"pk": browser.pk},
        "people:identity_part": {"pk": identity.pk},
        "rights:take": {"key": export.uuid},
        "rights:withdraw": {"purpose": PURPOSE.slug},
        "notifications:settle": {"pk": bounce.pk},
        "notifications:stop": {"token": tokens.stop_token(owner.uuid)},
    }
