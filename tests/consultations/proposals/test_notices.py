"""Who hears of what happens to a consultation: author, followers, people in a thread; and who does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from consultations.pages import ProcessPage
from consultations.proposals.models import Proposal, Theme
from consultations.proposals.notices import ANSWER, FOLLOWED, NEW, THEME, key_of
from consultations.proposals.pages import ProposalsPage
from consultations.proposals.rules.statuses import Status
from consultations.proposals.services.answer import answer_proposal
from consultations.proposals.services.publish import withdraw_proposal
from deliberation.comments import notices as comments
from deliberation.comments import services as commenting
from deliberation.comments.models import Comment
from dreamplus.cms.pages import NewsIndexPage, NewsPage
from dreamplus.core.tasks.testing import run_all
from dreamplus.notifications import pages, subjects
from dreamplus.notifications.models import Follow, Notice
from dreamplus.notifications.queries import is_following, told
from dreamplus.notifications.services.following import follow, unfollow
from dreamplus.participation import notices as activities
from dreamplus.participation.models import Activity
from dreamplus.participation.services.activities import move_closing
from dreamplus.participation.services.contributions import hide_contribution
from dreamplus.participation.services.settling import settle_due
from dreamplus.people.models import User
from dreamplus.people.testing import make_person, sign_in
from tests.consultations.conftest import DAY, NOON

pytestmark = pytest.mark.django_db
YES = {"status": Status.ACCEPTED, "answer": "Oui.\n\nVingt arbres.", "role": "L’adjointe aux travaux"}


def heard(person: User) -> list[str]:
    return sorted(Notice.objects.filter(recipient=person).values_list("kind", flat=True))


@pytest.fixture
def lea() -> User:
    return make_person(display_name="Léa")


class TestProposals:
    def test_an_author_follows_what_they_wrote_and_may_stop(self, proposal: Proposal, marie: User, agent: User) -> None:
        run_all()
        assert is_following(marie, key_of(proposal))
        unfollow(person=marie, subject=key_of(proposal), at=NOON)
        answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES)  # type: ignore[arg-type]
        run_all()
        assert heard(marie) == [ANSWER]  # it is still theirs

    def test_followers_hear_of_an_answer_and_the_author_once(
        self, proposal: Proposal, marie: User, lea: User, karim: User, agent: User
    ) -> None:
        follow(person=lea, subject=key_of(proposal), at=NOON)
        answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES)  # type: ignore[arg-type]
        run_all()
        run_all()
        assert (heard(marie), heard(lea), heard(karim), heard(agent)) == ([ANSWER], [FOLLOWED], [], [])
        assert [letter.to for letter in mail.outbox if "réponse" in letter.subject] == [[marie.email]]

    def test_each_answer_is_told(self, proposal: Proposal, marie: User, agent: User) -> None:
        first = {"status": Status.UNDER_REVIEW, "answer": "", "role": ""}
        answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **first)  # type: ignore[arg-type]
        run_all()
        answer_proposal(proposal=proposal, by=agent, at=NOON + DAY, seen=NOON, **YES)  # type: ignore[arg-type]
        run_all(NOON + DAY)
        assert heard(marie) == [ANSWER, ANSWER]

    def test_a_new_one_is_told_to_followers_of_collection_consultation_and_theme_once(
        self, publish: Callable[..., Proposal], process: ProcessPage, activity: Activity, theme: Theme, marie: User
    ) -> None:
        readers = [make_person() for _number in range(4)]
        wanted = [
            [pages.key_of(process)],
            [activities.key_of(activity)],
            [subjects.key(THEME, theme.pk)],
            [pages.key_of(process), activities.key_of(activity), subjects.key(THEME, theme.pk)],
        ]
        for person, keys in zip(readers, wanted, strict=True):
            for key in keys:
                follow(person=person, subject=key, at=NOON)
        follow(person=marie, subject=pages.key_of(process), at=NOON)
        run_all()
        before = {person.pk: heard(person).count(NEW) for person in readers}
        publish(marie, theme=theme)
        run_all()
        assert [heard(person).count(NEW) - before[person.pk] for person in readers] == [1] * 4
        assert NEW not in heard(marie)

    def test_what_is_hidden_or_withdrawn_is_told_to_nobody(
        self, publish: Callable[..., Proposal], activity: Activity, marie: User, lea: User, agent: User
    ) -> None:
        follow(person=lea, subject=activities.key_of(activity), at=NOON)
        hidden, withdrawn = publish(marie, "Canari caché"), publish(marie, "Canari retiré")
        run_all()
        hide_contribution(contribution=hidden.contribution, reason="Hors sujet.", at=NOON)
        withdraw_proposal(proposal=withdrawn, by=marie, at=NOON)
        rows = list(Notice.objects.filter(recipient=lea, kind=NEW))
        assert [one.words for one in told(rows)] == [None, None]
        assert subjects.describe([key_of(hidden), key_of(withdrawn)]) == {}

    def test_in_a_private_activity_only_the_author_is_told(
        self, client: Client, proposal: Proposal, activity: Activity, marie: User, lea: User, agent: User
    ) -> None:
        for subject in (key_of(proposal), activities.key_of(activity)):
            follow(person=lea, subject=subject, at=NOON)
        run_all()
        Activity.objects.filter(pk=activity.pk).update(is_private=True)
        mail.outbox.clear()
        answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES)  # type: ignore[arg-type]
        run_all()
        assert [letter.to for letter in mail.outbox] == [[marie.email]]
        assert "Vingt arbres." in mail.outbox[0].body
        assert subjects.describe([key_of(proposal)]) == {}
        assert all(one.words is None for one in told(list(Notice.objects.filter(recipient=lea))))
        assert "tilleuls" not in sign_in(client, lea).get("/compte/avis/").content.decode()
        assert client.get(reverse("notifications:follow", args=[key_of(proposal)])).status_code == 404


class TestActivities:
    @pytest.mark.database_promise
    def test_from_opening_to_end(self, make_process: Callable[..., ProcessPage], lea: User) -> None:
        process = make_process(at=NOON + DAY)
        follow(person=lea, subject=pages.key_of(process), at=NOON)
        activity = ProposalsPage.objects.child_of(process).get().activity
        for at in (NOON, NOON + DAY, NOON + DAY):
            settle_due(at)
            run_all(at)
        assert heard(lea) == [activities.OPENED]
        closing = NOON + 5 * DAY
        move_closing(activity=activity, closes_at=closing, reason="Les vacances.", by=None, at=NOON + 2 * DAY)
        run_all(NOON + 2 * DAY)
        assert heard(lea) == sorted([activities.OPENED, activities.MOVED])
        settle_due(closing)
        run_all(closing)
        assert heard(lea) == sorted([activities.OPENED, activities.MOVED, activities.CLOSED])
        assert len(Follow.objects.filter(person=lea)) == 1

    def test_who_stopped_hears_nothing_more(self, make_process: Callable[..., ProcessPage], lea: User) -> None:
        process = make_process(at=NOON + DAY)
        follow(person=lea, subject=pages.key_of(process), at=NOON)
        unfollow(person=lea, subject=pages.key_of(process), at=NOON)
        settle_due(NOON + DAY)
        run_all(NOON + DAY)
        assert heard(lea) == []

    def test_a_private_consultation_is_named_nowhere(self, process: ProcessPage, activity: Activity, lea: User) -> None:
        keys = [pages.key_of(process), activities.key_of(activity)]
        assert set(subjects.describe(keys)) == set(keys)
        PageViewRestriction.objects.create(page=process, restriction_type=PageViewRestriction.LOGIN)
        assert subjects.describe(keys) == {}


class TestComments:
    @pytest.fixture
    def write(self, proposal: Proposal) -> Callable[..., Comment]:
        def make(author: User, reply_to: Comment | None = None, text: str = "Bravo <b>!</b>") -> Comment:
            return commenting.post_comment(
                target=proposal, author=author, text=text, form_key=uuid4(), at=NOON, reply_to=reply_to
            )

        return make

    @pytest.mark.database_promise
    def test_the_thread_hears_of_a_reply_the_followers_of_comments_nobody_twice(
        self, write: Callable[..., Comment], proposal: Proposal, marie: User, karim: User, lea: User
    ) -> None:
        run_all()
        follow(person=karim, subject=key_of(proposal), at=NOON)
        first = write(karim)
        run_all()
        assert (heard(marie), heard(karim)) == ([comments.FOLLOWED], [])
        write(lea, reply_to=first)
        run_all()
        assert (heard(marie), heard(karim), heard(lea)) == ([comments.FOLLOWED] * 2, [comments.REPLY], [])
        write(marie, reply_to=first)
        run_all()
        assert (heard(karim), heard(lea)) == ([comments.REPLY] * 2, [comments.REPLY])

    def test_a_comment_hidden_meanwhile_says_nothing(
        self, write: Callable[..., Comment], marie: User, karim: User
    ) -> None:
        run_all()
        comment = write(karim)
        run_all()
        commenting.hide(comment=comment, reason="Injurieux.", at=NOON)
        assert [one.words for one in told(list(Notice.objects.filter(recipient=marie)))] == [None]


def test_an_article_is_news_once_to_who_follows_the_list(home: object, lea: User) -> None:
    index = NewsIndexPage(title="Actualités", slug="actualites", locale=home.locale)  # type: ignore[attr-defined]
    home.add_child(instance=index)  # type: ignore[attr-defined]
    index.save_revision().publish()
    follow(person=lea, subject=pages.key_of(index), at=NOON)
    article = NewsPage(title="La place est prête", slug="place", locale=index.locale, live=False)
    index.add_child(instance=article)
    run_all()
    assert heard(lea) == []
    for _again in range(2):
        article.save_revision().publish()
        run_all()
    assert heard(lea) == [pages.ARTICLE]
    (one,) = told(list(Notice.objects.filter(recipient=lea)))
    assert (one.subject and one.subject.title, one.words and one.words.line) == (
        "Actualités",
        "Nouvel article\xa0: «\xa0La place est prête\xa0»",
    )


class TestButton:
    def test_a_visitor_gets_a_link_and_no_cookie_for_it(self, client: Client, process: ProcessPage) -> None:
        page = client.get(process.url or "").content.decode()
        assert f'href="/compte/suivre/{pages.key_of(process)}/?next=' in page
        assert f'action="/compte/suivre/{pages.key_of(process)}/"' not in page

    def test_signed_in_it_is_a_form_that_works_without_script(
        self, client: Client, process: ProcessPage, page: ProposalsPage, proposal: Proposal, lea: User
    ) -> None:
        sign_in(client, lea)
        for address, key in (
            (process.url, pages.key_of(process)),
            (page.url, activities.key_of(page.activity)),
            (proposal.get_absolute_url(), key_of(proposal)),
        ):
            where = reverse("notifications:follow", args=[key])
            shown = client.get(address or "").content.decode()
            assert re.search(rf'<form method="post" action="{re.escape(where)}"', shown)
            client.post(where, {"next": address})
            assert "Ne plus suivre" in client.get(address or "").content.decode()
        assert Follow.objects.filter(person=lea, stopped_at=None).count() == 3


def test_the_letter_reads_well(proposal: Proposal, marie: User, agent: User) -> None:
    run_all()
    mail.outbox.clear()
    answer_proposal(proposal=proposal, by=agent, at=NOON, seen=None, **YES)  # type: ignore[arg-type]
    run_all()
    (letter,) = mail.outbox
    assert letter.subject == "Quarante tilleuls : la réponse (Retenue)"
    lines = [line for line in letter.body.splitlines() if line]
    assert lines[:6] == [
        "Bonjour,",
        "Quarante tilleuls",
        "- la réponse (Retenue)",
        "Oui.",
        "Vingt arbres.",
        "— L’adjointe aux travaux",
    ]
    assert letter.body.count("\n\n\n") == 0
