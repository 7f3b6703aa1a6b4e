"""One person who used everything: what an erasure has to find. Real services where there are some."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Locale, Page, Site

from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.proposals.models import Proposal
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.services.drafts import Words, save_draft
from consultations.proposals.services.edit import edit_proposal
from consultations.proposals.services.publish import publish_proposal
from consultations.proposals.services.support import support_proposal
from consultations.services.opening import open_process
from consultations.services.prepare import Collection, create_process
from consultations.services.preview import make_link
from consultations.surveys import ready
from consultations.surveys.rules.questionnaire import Mode
from consultations.surveys.services import drafts as survey_drafts
from consultations.surveys.services.answering import send_answers
from consultations.surveys.services.building import create_survey
from consultations.validations import Validation
from deliberation.comments import services as comments
from deliberation.comments.models import Comment
from dreamplus.cms.models import HomePage
from dreamplus.cms.pages import NewsIndexPage, NewsPage
from dreamplus.cms.services import messages
from dreamplus.core import access, clock
from dreamplus.core.tasks import testing as worker
from dreamplus.moderation.models import Case, Ground
from dreamplus.moderation.services import appeal, claim, decide, found_charter, open_by_staff, receive_notice
from dreamplus.notifications.models import Bounce, Follow, Letter, Notice, NoticeSettings, Preference
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import services as paper
from dreamplus.participation.services import schedule
from dreamplus.people.assisted.enums import Way as Help
from dreamplus.people.assisted.models import Accompaniment, Place, WithoutAddress
from dreamplus.people.identity.services import join_identity
from dreamplus.people.models import AssistantMandate, TrustedBrowser, User
from dreamplus.people.organisations import services as organisations
from dreamplus.people.organisations.models import Delegate
from dreamplus.people.residences import declare_residence
from dreamplus.people.rights.models import InactivityWarning
from dreamplus.people.rights.services import consents, exporting
from dreamplus.people.roles import Role
from dreamplus.people.rolls.models import Roll, RollLetters, RollLine
from dreamplus.people.services import grant_role, revoke_role
from dreamplus.people.tasks import deliver
from dreamplus.people.testing import make_person
from dreamplus.people.trust import KEPT
from polls.services import create_poll, open_poll
from polls.services.casting import cast_ballot, new_key

NAME, EMAIL = "Zéphyrine Quatrefages", "zephyrine.quatrefages@exemple.fr"
SECOND_EMAIL = "zq-ailleurs@exemple.org"
WORDS = "Quarante tilleuls argentés autour du kiosque"
PURPOSE = consents.Purpose("newsletter-of-a-test", "Lettre", "Je veux recevoir la lettre.")


def site() -> HomePage:
    """A French site that answers the test client."""
    locale, _new = Locale.objects.get_or_create(language_code="fr")
    home = HomePage(title="Saint-Aubin", slug="saint-aubin", sentence="La place, ensemble.", locale=locale)
    Page.get_first_root_node().add_child(instance=home)
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True, site_name="Saint-Aubin")
    return home


def collection(home: HomePage, agent: User, at: datetime) -> Activity:
    """Proposals are collected from `at` for ten days."""
    index = home.add_child(instance=ProcessIndexPage(title="Participer", slug="participer", locale=home.locale))
    page = create_process(
        title="La place du marché",
        summary="Refaire la place, ensemble.",
        body="Depuis 1974, la place est un parking.",
        commitment="Le conseil décide le 17 décembre.",
        milestones=[],
        collection=Collection(at, at + timedelta(days=10), []),
        by=agent,
        at=at,
        index=index,
    )
    open_process(process=page, by=agent, at=at)
    return Activity.objects.get(kind="proposals")


def poll(home: HomePage, at: datetime) -> Activity:
    options = [("La halle ouverte", ""), ("Le jardin de marché", "")]
    words: dict[str, Any] = {"title": "Quel projet ?", "question": "Quel projet voulez-vous ?", "options": options}
    dates = {"opens_at": at, "closes_at": at + timedelta(days=10), "at": at - timedelta(days=1)}
    activity: Activity = create_poll(parent=home, **words, **dates).activity
    paper.set_stations(activity=activity, names=["Mairie"], at=at - timedelta(days=1))
    open_poll(activity=activity, by=None, at=at)
    return activity


def someone_everywhere(at: datetime) -> SimpleNamespace:
    """`person` used everything from `at` on; `other` is somebody else; `proposal` is the person's."""
    agent, other = make_person(Role.ADMINISTRATOR), make_person(display_name="Karim")
    person = make_person(email=EMAIL, display_name=NAME)
    home = site()
    found_charter(at=at)
    activity = collection(home, agent, at)
    _speaks_for_an_organisation(activity, person, other, agent, at)
    _assists_an_official(person, at)
    proposal = _proposes(activity, person, other, at)
    _answers_surveys(activity, person, agent, at)
    _reads_a_consultation(person, agent, other, at)
    _votes(poll(home, at), person, at)
    _reads_a_box(poll(home, at - timedelta(days=20)), person, other, at)
    _comments(home, person, other, agent, at)
    _writes_to_the_office(person, at)
    _signs_in(person)
    _works_as_an_agent(home, person, agent, at)
    _is_told_things(person, at)
    _stands_on_a_list(person, at)
    _is_helped(person, at)
    _uses_rights(person, at)
    access.log(actor=agent, purpose="people.read", subject=f"people.User:{person.uuid}", at=at)
    access.log(actor=person, purpose="people.read", subject="people.RoleGrant:*", at=at)
    worker.run_all(at)
    deliver.enqueue(to=[EMAIL], subject="Code", body=f"Bonjour {NAME}", page="")
    return SimpleNamespace(person=person, other=other, agent=agent, proposal=proposal, activity=activity)


def _stands_on_a_list(person: User, at: datetime) -> None:
    """A line is the collectivité's and stays: it holds what its file said, here nothing that is the account's."""
    dates = {"created_at": at, "imported_at": at, "erase_on": (at + timedelta(days=90)).date()}
    roll = Roll.objects.create(name="Habitants", purpose="Donner son avis.", created_by_role="agent", **dates)
    line = {
        "number": 1,
        "name": "Ligne une",
        "folded": "ligne une",
        "qualified_by": "letter",
        "qualified_at": at.date(),
    }
    RollLine.objects.create(roll=roll, user=person, **line)
    RollLetters.objects.create(roll=roll, made_by=person, language="fr", created_at=at)


def _proposes(activity: Activity, person: User, other: User, at: datetime) -> Proposal:
    def publish(author: User, title: str) -> Proposal:
        key = uuid.uuid4()
        published = publish_proposal(
            activity=activity,
            author=author,
            key=key,
            title=title,
            body="Planter des arbres autour de la place, avec un banc sous chacun.",
            theme=None,
            at=at,
        )
        return published.proposal

    proposal, others = publish(person, WORDS), publish(other, "Rouvrir le kiosque")
    edit_proposal(
        proposal=proposal,
        by=person,
        title=WORDS,
        body="Planter des arbres autour de la place, avec deux bancs sous chacun.",
        theme=None,
        seen=1,
        at=at,
    )
    support_proposal(proposal=others, person=person, at=at)
    save_draft(activity=activity, person=person, words=Words("Une fontaine", "Au milieu."), at=at)
    _reports("contribution", others.contribution.uuid, person, at)
    return proposal


def _votes(activity: Activity, person: User, at: datetime) -> None:
    cast = cast_ballot(activity=activity, voter=person, choices=["le-jardin-de-marche"], key=new_key(), at=at)
    assert cast.reference


def _reads_a_box(activity: Activity, person: User, other: User, at: datetime) -> None:
    for reader in (person, other):
        box: dict[str, Any] = {"activity": activity, "station": "mairie", "person": reader, "at": at}
        paper.write_down(**box, words="la-halle-ouverte", number=3)
        paper.finish(**box, void=0, signed=3, remarks="")
    paper.end_count(activity=activity, by=person, at=at)


def _comments(home: HomePage, person: User, other: User, agent: User, at: datetime) -> None:
    index = home.add_child(instance=NewsIndexPage(title="Actualités", slug="actualites", locale=home.locale))
    page = index.add_child(instance=NewsPage(title="La maquette", slug="maquette", locale=home.locale))
    mine = comments.post_comment(target=page, author=person, text="Bonne idée.", form_key=uuid.uuid4(), at=at)
    theirs = comments.post_comment(target=page, author=other, text="Pas sûr.", form_key=uuid.uuid4(), at=at)
    Comment.objects.filter(pk=mine.pk).update(user_name=NAME, user_email=EMAIL, ip_address="203.0.113.7")
    comments.like(comment=theirs, person=person, at=at)
    _reports("comment", theirs.uuid, person, at)
    _is_moderated(mine, agent, at)


def _reports(kind: str, key: uuid.UUID, person: User, at: datetime) -> None:
    """With the account, and without it under the same address."""
    ground = Ground.objects.get(code="injure-diffamation")
    told = {
        "kind": kind,
        "key": str(key),
        "ground": ground,
        "explanation": "Ce n’est pas vrai.",
        "name": NAME,
        "at": at,
    }
    receive_notice(**told, email=EMAIL, person=person)
    receive_notice(**told, email=EMAIL.title())


def _is_moderated(comment: Comment, agent: User, at: datetime) -> None:
    """Hidden, with a warning, and contested."""
    case = open_by_staff(kind="comment", key=str(comment.uuid), author=comment.user, by=agent, at=at)
    ground = Ground.objects.get(code="hors-sujet")
    given = {"ground": ground, "facts": f"{NAME} parle d’autre chose.", "degree": "warning"}
    appeal(decision=decide(case=case, measure="hidden", by=agent, at=at, **given), words=f"{NAME} conteste", at=at)


def _writes_to_the_office(person: User, at: datetime) -> None:
    messages.receive(
        subject="question",
        name=NAME,
        email=EMAIL,
        message=f"Bonjour, {NAME}",
        recipient="mairie@exemple.fr",
        language="fr",
        network="203.0.113.7",
        at=at,
    )


def _signs_in(person: User) -> None:
    """A session of the account, and one begun with the address in another browser."""
    client = Client(headers={"user-agent": "Firefox/140.0"})
    client.force_login(person)
    assert client.get("/compte/").status_code == 200
    UserSession.objects.create(
        user=person, ip="203.0.113.7", session_key=client.session.session_key, user_agent="Firefox/140.0"
    )
    Client().post("/compte/login/", {"login": EMAIL})
    address = EmailAddress.objects.create(user=person, email=SECOND_EMAIL)
    EmailConfirmation.objects.create(email_address=address, key="clef-de-confirmation")
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": f"Clé de {NAME}"})
    join_identity(user=person, provider="franceconnect", subject="le numéro de France", extra={})
    browser = {"digest": "0" * 64, "browser": "Firefox", "trusted_at": clock.now()}
    TrustedBrowser.objects.create(user=person, expires_at=clock.now() + KEPT, **browser)


def _works_as_an_agent(home: HomePage, person: User, agent: User, at: datetime) -> None:
    """For a while: the role is taken back, its traces stay in the editor's tables."""
    grant_role(user=person, role=Role.AGENT, by=agent, at=at)
    case = Case.objects.filter(subject_kind="comment", state="open").get()
    decide(case=claim(case=case, by=person, at=at), measure="kept", by=person, at=at)
    page = NewsPage(title="La fête", slug="fete", locale=home.locale, owner=person)
    home.add_child(instance=page)
    page.locked, page.locked_by, page.locked_at = True, person, at
    page.save()
    page.save_revision(user=person, log_action=True)
    model = apps.get_model
    kind = ContentType.objects.get_for_model(User)
    entry = {"content_type": kind, "timestamp": at, "uuid": uuid.uuid4()}
    model("wagtailcore.ModelLogEntry").objects.create(
        label=NAME, action="wagtail.edit", user=agent, object_id=str(person.pk), **entry
    )
    model("wagtailcore.ModelLogEntry").objects.create(
        label="Marque", action="wagtail.edit", user=person, object_id="1", **entry
    )
    model("wagtailusers.UserProfile").objects.create(user=person, avatar=ContentFile(NAME.encode(), "portrait.png"))
    about = {"content_type": ContentType.objects.get_for_model(NewsPage), "object_id": str(page.pk)}
    model("wagtailadmin.FormState").objects.create(user=person, data=f'{{"by": "{NAME}"}}', last_updated_at=at, **about)
    model("wagtailadmin.EditingSession").objects.create(user=person, last_seen_at=at, **about)
    model("wagtailcore.APIToken").objects.create(user=person, name=NAME, key_hash="0" * 64, prefix="wagtail_abcd")
    model("wagtailcore.PageSubscription").objects.create(user=person, page=page, comment_notifications=True)
    remark = model("wagtailcore.Comment").objects.create(page=page, user=person, text=NAME, contentpath="title")
    model("wagtailcore.CommentReply").objects.create(comment=remark, user=person, text=NAME)
    model("wagtailcore.UploadedFile").objects.create(
        uploaded_by_user=person, file=ContentFile(NAME.encode(), "brouillon.txt"), for_content_type=kind
    )
    _steps_of_approval(page, person)
    _sends_files(person)
    revoke_role(user=person, role=Role.AGENT, by=agent, at=at)


def _steps_of_approval(page: Page, person: User) -> None:
    workflow = apps.get_model("wagtailcore.Workflow").objects.create(name="Relecture")
    task = apps.get_model("wagtailcore.Task").objects.create(name="Relire")
    about = {"content_type": page.content_type, "base_content_type": ContentType.objects.get_for_model(Page)}
    state = apps.get_model("wagtailcore.WorkflowState").objects.create(
        object_id=str(page.pk), workflow=workflow, requested_by=person, **about
    )
    apps.get_model("wagtailcore.TaskState").objects.create(
        workflow_state=state, task=task, revision=page.latest_revision, finished_by=person
    )


def _sends_files(person: User) -> None:
    """Rows as they are after an upload; the files themselves say nothing of who sent them."""
    size = {"width": 1, "height": 1, "file": "original_images/place.png"}
    for label, more in (("cms.Image", {"description": "La place", "credit": "Ville"}), ("wagtailimages.Image", {})):
        model = apps.get_model(label)
        model.objects.bulk_create([model(title="La place", uploaded_by_user=person, **size, **more)])
    for label in ("cms.Document", "wagtaildocs.Document"):
        model = apps.get_model(label)
        model.objects.bulk_create([model(title="Plan", uploaded_by_user=person, file="documents/plan.pdf")])


def _is_told_things(person: User, at: datetime) -> None:
    """A notice in its letter, which came back; wishes of their own."""
    letter = Letter.objects.create(
        batch=uuid.uuid4(), recipient=person, address=EMAIL, made_at=at, try_at=at, state="sent", ended_at=at
    )
    told = {"kind": "of-a-test", "key": "1", "subject": "polls.Poll:1", "channel": "at_once", "letter": letter}
    Notice.objects.create(recipient=person, created_at=at, **told)
    Bounce.objects.create(person=person, address=EMAIL, letter=letter, code="550", at=at)
    Preference.objects.create(person=person, kind="of-a-test", channel="page")
    NoticeSettings.objects.create(person=person)
    Follow.objects.get_or_create(person=person, subject="polls.Poll:1", defaults={"since": at})


def _assists_an_official(person: User, at: datetime) -> None:
    """For a while, and once the other way round."""
    official = make_person(Role.OFFICIAL)
    AssistantMandate.objects.create(official=official, assistant=person, since=at)
    AssistantMandate.objects.create(official=person, assistant=official, since=at)
    access.log(actor=official, purpose="people.assistant.named", subject=f"people.User:{person.uuid}", at=at)


def _speaks_for_an_organisation(activity: Activity, person: User, other: User, agent: User, at: datetime) -> None:
    """Leads one with another delegate, wrote in its name, and was invited to a second."""
    given = {"name": "Les Amis du canal", "kind": "association", "number": "W591234567"}
    mine = organisations.declare_organisation(user=person, at=at, **given)
    organisations.decide_organisation(organisation=mine, recognised=True, by=agent, at=at)
    Delegate.objects.create(organisation=mine, user=other, since=at)
    publish_proposal(
        activity=activity,
        author=person,
        key=uuid.uuid4(),
        title="Un ponton au bord du canal",
        body="Pour les barques et les pêcheurs, avec une rampe pour les fauteuils.",
        theme=None,
        at=at,
        organisation=mine,
    )
    theirs = organisations.declare_organisation(user=other, name="Le Comité", kind="company", number="552100554", at=at)
    organisations.decide_organisation(organisation=theirs, recognised=True, by=agent, at=at)
    organisations.invite(organisation=theirs, by=other, email=EMAIL, at=at)


def _reads_a_consultation(person: User, agent: User, other: User, at: datetime) -> None:
    """Was asked to read one before it opened, and had another one read."""
    process = ProcessPage.objects.earliest("pk")
    told = {"process": process, "fingerprint": "0" * 64, "asked_at": at, "decided_at": at, "agreed": True}
    Validation.objects.create(**told, asked_by=agent, asked_of=person)
    make_link(process=process, by=person, at=at)
    Validation.objects.create(**told, asked_by=person, asked_of=other)


def _answers_surveys(collection: Activity, person: User, agent: User, at: datetime) -> None:
    """One in confidence, one that is anonymous, and one that is only begun."""
    parent = ProposalsPage.objects.get(activity=collection).get_parent()
    for number, mode in enumerate((Mode.CONFIDENTIAL, Mode.ANONYMOUS)):
        page = create_survey(
            parent=parent,
            title=f"La place et vous {number}",
            summary="",
            opens_at=at,
            closes_at=at + timedelta(days=10),
            asked=replace(ready.questionnaire(ready.PLACE), mode=mode),
            by=agent,
            at=at,
        )
        survey = page.activity
        schedule(activity=survey, at=at)
        send_answers(activity=survey, person=person, answers={"q4": "Un banc."}, key=uuid.uuid4(), language="fr", at=at)
        survey_drafts.keep({}, activity=survey, person=person, answers={"q4": "Et de l’ombre."}, at=at)


def _is_helped(person: User, at: datetime) -> None:
    place = Place.objects.create(code="guichet", name="Guichet", address="Mairie")
    known = {"opened_at": at, "begun_at": at, "agreed_at": at}
    Accompaniment.objects.create(place=place, way=Help.OWN, user=person, session_key="la-sienne", **known)
    WithoutAddress.objects.create(user=person, seen_on=at.date())


def _uses_rights(person: User, at: datetime) -> None:
    declare_residence(user=person, area="", birth_year=1987, at=at)
    consents.register(PURPOSE)
    consents.give_consent(person=person, purpose=PURPOSE.slug, channel="web", at=at)
    consents.declare_age(person=person, at=at)
    InactivityWarning.objects.create(person=person, at=at)
    exporting.ask_export(person=person, language="fr", at=at)
