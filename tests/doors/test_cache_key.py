"""B11, cache key: what one person is shown is never kept for another.

A cache between the site and its readers keeps an answer for an address and what `Vary` names. An answer that holds a
person or a form says that it is private, or varies with the cookie; one that says `public` holds neither.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.doors.lived import NAME, Lived
from tests.doors.submissions import SUBMISSIONS
from tests.doors.test_sealed_result import VOLATILE

pytestmark = pytest.mark.django_db
TOKEN = "csrfmiddlewaretoken"
STYLE = re.compile(rb"<style>.*?</style>", re.DOTALL)
"""A page of one file holds the whole sheet, with the names of what other pages show."""


def kept_by_others(answer: Any) -> bool:
    """Whether a shared cache may answer somebody else with this. Unless told, caches follow rules of their own."""
    told = {part.strip().partition("=")[0] for part in answer.get("Cache-Control", "").lower().split(",")}
    varies = {part.strip().lower() for part in answer.get("Vary", "").split(",")}
    return not (told & {"private", "no-store"} or varies & {"cookie", "*"})


@pytest.mark.parametrize("reader", ["visitor", "author", "agent", "administrator"])
def test_what_others_may_be_given_holds_no_person_and_no_form(lived: Lived, reader: str) -> None:
    client, visitor = lived.reader(reader), Client()
    mine = (lived.author.email, f"{NAME}</strong>", "account-link", TOKEN, lived.receipt)
    shared, wrong = 0, {}
    for where in [*lived.addresses.values(), *lived.pages]:
        answer = client.get(where)
        if not kept_by_others(answer):
            continue
        shared += answer.status_code == 200
        words = text_of(answer)
        problems = [word for word in mine if word in words]
        if answer.cookies:
            problems.append("sets a cookie")
        if words != text_of(visitor.get(where)):
            problems.append("another page for a visitor")
        if problems:
            wrong[where] = problems
    assert wrong == {}
    assert shared >= 5  # styles, icons, files for robots, the federation


def test_what_a_refused_form_answers_is_not_kept(lived: Lived) -> None:
    """A POST is not kept by itself; what it answers holds what was typed, so it says so too."""
    clients = {name: lived.reader(name) for name in {one.reader for one in SUBMISSIONS}}
    answers = {one.name: clients[one.reader].post(lived.addresses[one.name], {}) for one in SUBMISSIONS}
    shown = {name: answer for name, answer in answers.items() if TOKEN in text_of(answer)}
    assert len(shown) >= 8
    assert {name for name, answer in shown.items() if kept_by_others(answer)} == set()


def test_pages_with_a_person_or_a_form_were_looked_at(lived: Lived) -> None:
    """The test above would be idle if no such page were here."""
    answers = [lived.reader("author").get(where) for where in [*lived.addresses.values(), *lived.pages]]
    with_form = [answer for answer in answers if TOKEN in text_of(answer)]
    assert len(with_form) > 12
    assert not any(map(kept_by_others, with_form))


def text_of(answer: Any) -> str:
    content = answer.getvalue() if answer.streaming else answer.content
    content = STYLE.sub(b"", content)
    return VOLATILE.sub(_token, content.decode("utf-8-sig", "replace"))


def _token(found: re.Match[str]) -> str:
    return TOKEN if TOKEN in found.group() else ""
