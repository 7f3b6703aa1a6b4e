from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from deliberation.comments.models import Comment
from dreamplus.cms.pages import NewsPage
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in

pytestmark = pytest.mark.django_db
Write = Callable[..., Comment]


def write_address(article: NewsPage) -> str:
    return reverse("comments:write", args=[ContentType.objects.get_for_model(article).pk, article.pk])


def test_a_signed_in_person_comments_and_lands_on_their_words(client: Client, article: NewsPage, marie: User) -> None:
    sign_in(client, marie)
    answer = client.post(write_address(article), {"text": "Vivement l’ombre.", "form_key": uuid4()})
    comment = Comment.objects.get()
    assert answer["Location"].endswith(f"#commentaire-{comment.pk}")
    page = client.get(answer["Location"]).content.decode()
    assert "Vivement l’ombre." in page
    assert "Marie" in page


def test_words_written_before_signing_in_are_not_lost(client: Client, article: NewsPage, marie: User) -> None:
    answer = client.post(write_address(article), {"text": "Écrit sans compte.", "form_key": uuid4()})
    assert answer["Location"].startswith(reverse("account_login"))
    assert not Comment.objects.exists()
    assert "Écrit sans compte." in client.get(article.get_absolute_url()).content.decode()


def test_what_was_typed_comes_back_with_the_reason(client: Client, article: NewsPage, marie: User) -> None:
    sign_in(client, marie)
    answer = client.post(write_address(article), {"text": "é" * 3001, "form_key": uuid4()})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "é" * 3001 in page
    assert "3001" in page


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def test_hostile_words_and_names_are_shown_as_text(client: Client, article: NewsPage, write: Write) -> None:
    write(HOSTILE, author=make_person(display_name="</b><script>x</script>"))
    page = client.get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<script>x" not in page
    assert "onerror=alert(2)&gt;" in page


WHO = ["visitor", "citizen", "author", "official", "agent", "agent without second factor"]
ALLOWED = {
    "like": {"citizen", "author", "official", "agent", "agent without second factor"},
    "withdraw": {"author"},
}
DATA = {
    "like": {},
    "withdraw": {},
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("action", sorted(ALLOWED))
def test_who_may_do_what(client: Client, write: Write, marie: User, action: str, who: str) -> None:
    comment = write()
    person = {
        "visitor": lambda: None,
        "citizen": lambda: make_person(),
        "author": lambda: marie,
        "official": lambda: make_person(Role.OFFICIAL),
        "agent": lambda: make_person(Role.AGENT),
        "agent without second factor": lambda: make_person(Role.AGENT),
    }[who]()
    if person:
        sign_in(client, person, second_factor=False if "without" in who else None)
    client.post(reverse(f"comments:{action}", args=[comment.uuid]), DATA[action])
    comment.refresh_from_db()
    done = {
        "like": comment.flags.exists(),
        "withdraw": comment.status == "withdrawn",
    }[action]
    assert done == (who in ALLOWED[action])


def test_comments_of_an_unpublished_page_are_closed(client: Client, article: NewsPage, write: Write) -> None:
    comment = write()
    article.unpublish()
    assert client.get(reverse("comments:reply", args=[comment.uuid])).status_code == 404
    assert client.post(write_address(article), {"text": "Non", "form_key": uuid4()}).status_code == 404


def test_things_without_comments_answer_404(client: Client, marie: User) -> None:
    kind = ContentType.objects.get_for_model(User).pk
    address = reverse("comments:write", args=[kind, marie.pk])
    assert client.post(address, {"text": "Non", "form_key": uuid4()}).status_code == 404
