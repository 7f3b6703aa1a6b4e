from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from deliberation.comments import services
from deliberation.comments.models import Comment
from deliberation.comments.queries import page_of_threads
from dreamplus.cms.pages import NewsPage
from dreamplus.people.models import User
from dreamplus.people.testing import make_person

from .conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
Write = Callable[..., Comment]
NOBODY = AnonymousUser()


def test_the_same_form_sent_three_times_writes_one_comment(article: NewsPage, marie: User) -> None:
    key = uuid4()
    written = {
        services.post_comment(target=article, author=marie, text="Oui.", form_key=key, at=NOON).pk for _ in range(3)
    }
    assert len(written) == 1


def test_a_reply_to_a_reply_joins_the_thread_in_order(article: NewsPage, write: Write) -> None:
    first, other = write("Premier"), write("Un autre fil")
    reply = write("Réponse", reply_to=first)
    again = write("Réponse à la réponse", reply_to=reply)
    threads = page_of_threads(article, NOBODY).threads
    assert [(thread.first, thread.replies) for thread in threads] == [(first, [reply, again]), (other, [])]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Write something"), ("   \n ", "Write something"), ("x" * 3001, "3001 characters; 3000 fit")],
)
def test_a_text_that_does_not_fit_is_refused_in_a_sentence(
    article: NewsPage, marie: User, text: str, sentence: str
) -> None:
    from django.utils.translation import override

    with override("en"), pytest.raises(services.CommentRefused, match=sentence):
        services.post_comment(target=article, author=marie, text=text, form_key=uuid4(), at=NOON)
    assert not Comment.objects.exists()


def test_nothing_is_commented_on_by_default(marie: User) -> None:
    with pytest.raises(services.CommentRefused):
        services.post_comment(target=marie, author=marie, text="Oui.", form_key=uuid4(), at=NOON)


def test_a_thread_under_another_page_is_refused(article: NewsPage, marie: User, write: Write) -> None:
    first = write()
    other = article.copy(update_attrs={"slug": "autre", "title": "Autre"})
    with pytest.raises(services.CommentRefused):
        services.post_comment(target=other, author=marie, text="Oui.", form_key=uuid4(), at=NOON, reply_to=first)


def test_a_hidden_comment_keeps_its_place_and_its_replies(article: NewsPage, write: Write) -> None:
    first = write("Un mot de trop")
    reply = write("Je réponds", reply_to=first)
    services.hide(comment=first, reason="Insulte une personne.", at=NOON)
    [thread] = page_of_threads(article, NOBODY).threads
    assert (thread.first.is_visible, thread.first.hidden_reason, thread.replies) == (
        False,
        "Insulte une personne.",
        [reply],
    )
    assert thread.replies[0].is_visible
    services.show(comment=first, at=NOON)
    assert page_of_threads(article, NOBODY).threads[0].first.is_visible


def test_hiding_needs_a_reason(write: Write) -> None:
    with pytest.raises(ValidationError):
        services.hide(comment=write(), reason="  ", at=NOON)


def test_a_withdrawn_comment_loses_its_words_in_the_database(write: Write, marie: User) -> None:
    comment = write("Je regrette ces mots")
    services.withdraw(comment=comment, person=marie)
    assert Comment.norel_objects.values_list("comment", "status").get() == ("", "withdrawn")


def test_only_its_author_withdraws_a_comment(write: Write) -> None:
    comment = write("Bonjour")
    with pytest.raises(services.CommentRefused):
        services.withdraw(comment=comment, person=make_person())
    assert Comment.norel_objects.get().comment == "Bonjour"


def test_useful_is_said_once_by_each_person(article: NewsPage, write: Write, marie: User) -> None:
    comment = write()
    for _ in range(3):
        services.like(comment=comment, person=marie, at=NOON)
    services.like(comment=comment, person=make_person(), at=NOON)
    [thread] = page_of_threads(article, marie).threads
    assert (thread.first.likes, thread.first.liked) == (2, True)  # type: ignore[attr-defined]  # annotations
    services.unlike(comment=comment, person=marie)
    [thread] = page_of_threads(article, marie).threads
    assert (thread.first.likes, thread.first.liked) == (1, False)  # type: ignore[attr-defined]  # annotations


def test_threads_are_paged_by_their_key(article: NewsPage, write: Write) -> None:
    firsts = [write(f"Fil {number}") for number in range(5)]
    page = page_of_threads(article, NOBODY, size=2)
    assert ([thread.first for thread in page.threads], page.total) == (firsts[:2], 5)
    following = page_of_threads(article, NOBODY, from_thread=page.next_thread or 0, size=2)
    assert [thread.first for thread in following.threads] == firsts[2:4]
    last = page_of_threads(article, NOBODY, from_thread=following.next_thread or 0, size=2)
    assert ([thread.first for thread in last.threads], last.next_thread) == (firsts[4:], None)


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_of_threads_costs_three_queries(
    article: NewsPage, write: Write, number: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(number):
        write(reply_to=write())
    with django_assert_num_queries(3):  # type: ignore[attr-defined]  # a context manager
        page = page_of_threads(article, NOBODY)
        assert [comment.user.display_name for thread in page.threads for comment in [thread.first, *thread.replies]]
