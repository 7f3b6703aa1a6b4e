"""A key for each vote: as many questions as lines, the same one twice counts once, and no key after the end."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from dreamplus.core import secret_files
from polls.secret.issuer.book import Book
from polls.secret.rules.blind import BITS
from polls.secret.rules.refusals import Refused
from tests.polls.secret.village import POLL, issuer

LINES = 3


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """With the key of the village, since one takes a second to make."""
    secret_files.keep(tmp_path / "keys" / f"{POLL}.issuer", issuer().written())
    return Book(tmp_path / "keys")


def question() -> bytes:
    return (secrets.randbelow(issuer().n - 2) + 1).to_bytes(BITS // 8, "big")


def refused(code: str) -> object:
    return pytest.raises(Refused, match=rf"^{code}\b")


def test_a_key_is_made_once(tmp_path: Path) -> None:
    book, poll = Book(tmp_path / "keys"), uuid4()
    public = book.make(poll)
    assert book.make(poll) == Book(tmp_path / "keys").make(poll) == public
    held = tmp_path / "keys" / f"{poll}.issuer"
    assert (held.stat().st_mode & 0o777, held.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_what_it_signs_is_signed(book: Book) -> None:
    asked = question()
    signed = book.sign(POLL, asked, lines=LINES)
    assert pow(int.from_bytes(signed, "big"), 65537, issuer().n) == int.from_bytes(asked, "big")


def test_as_many_questions_as_lines_and_no_more(book: Book) -> None:
    first = question()
    for asked in (first, question(), first, question(), first):
        book.sign(POLL, asked, lines=LINES)
    with refused("no-more"):
        book.sign(POLL, question(), lines=LINES)
    assert book.sign(POLL, first, lines=LINES), "the same question still has its answer"


def test_how_many_lines_there_are_is_said_once(book: Book) -> None:
    book.sign(POLL, question(), lines=LINES)
    with refused("other-lines"):
        book.sign(POLL, question(), lines=LINES + 1)


def test_sixteen_at_once_get_three_signatures(book: Book) -> None:
    def ask(asked: bytes) -> bool:
        try:
            return bool(Book(book.folder).sign(POLL, asked, lines=LINES))
        except Refused:
            return False

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(ask, [question() for _one in range(16)])) == LINES


def test_nothing_of_when_a_question_came_is_kept(book: Book) -> None:
    for _one in range(LINES):
        book.sign(POLL, question(), lines=LINES)
    marks = list((book.folder / f"{POLL}.signed").iterdir())
    assert [mark.stat().st_mtime for mark in marks] == [0.0] * LINES
    assert [mark.stat().st_size for mark in marks] == [0] * LINES


def test_after_the_end_there_is_no_key_and_none_is_made_again(book: Book) -> None:
    book.sign(POLL, question(), lines=LINES)
    for _twice in range(2):
        book.end(POLL)
    with refused("no-key"):
        book.sign(POLL, question(), lines=LINES)
    with refused("ended"):
        book.make(POLL)
    assert sorted(path.name for path in book.folder.iterdir()) == [".lock", f"{POLL}.ended"]


@pytest.mark.parametrize("asked", [b"", b"\x00" * 384, b"\xff" * 384, b"x" * 383, b"x" * 385])
def test_what_is_no_question_counts_nothing(book: Book, asked: bytes) -> None:
    with refused("not-a-blinded-message"):
        book.sign(POLL, asked, lines=LINES)
    assert not (book.folder / f"{POLL}.signed").exists()


def test_a_vote_it_does_not_know_has_no_key(book: Book) -> None:
    with refused("no-key"):
        book.sign(uuid4(), question(), lines=LINES)
