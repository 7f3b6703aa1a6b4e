"""A code opens one screen once, and is compared three times at most whoever tries, however fast."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.db import connections

from dreamplus.people.assisted import codes
from dreamplus.people.assisted.enums import Way
from dreamplus.people.assisted.errors import CodeRefused
from dreamplus.people.assisted.models import Accompaniment, Place
from dreamplus.people.assisted.services import beginning, opening
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person

from .conftest import AT

THREADS, TRIES = 16, 64


def open_one(place: Place, helper: User) -> tuple[Accompaniment, str]:
    return opening.open_with_code(asked=opening.Asked(place, Way.OWN), by=helper, at=AT)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("4821-739-204", ("4821", "739204")),
        (" 4821 739 204 ", ("4821", "739204")),
        ("4821739204", ("4821", "739204")),
        ("4821–739.204", ("4821", "739204")),
        ("482173920", None),
        ("48217392045", None),
        ("4821-739-20a", None),
        ("٤٨٢١-٧٣٩-٢٠٤", None),
        ("", None),
    ],
)
def test_what_people_type(text: str, read: tuple[str, str] | None) -> None:
    assert codes.typed(text) == read


@pytest.mark.django_db
@pytest.mark.database_promise
def test_a_code_serves_once(place: Place, helper: User) -> None:
    made, code = open_one(place, helper)
    assert beginning.redeem_code(typed=code, at=AT, place="") == made
    with pytest.raises(CodeRefused):
        beginning.redeem_code(typed=code, at=AT, place="")
    made.refresh_from_db()
    assert (made.number, made.digest, made.begun_at) == ("", "", AT)


@pytest.mark.django_db
@pytest.mark.parametrize("after", [timedelta(0), codes.VALID_FOR - timedelta(seconds=1), codes.VALID_FOR])
def test_a_code_ends_after_a_quarter_of_an_hour(place: Place, helper: User, after: timedelta) -> None:
    _made, code = open_one(place, helper)
    if after < codes.VALID_FOR:
        assert beginning.redeem_code(typed=code, at=AT + after, place="")
        return
    with pytest.raises(CodeRefused):
        beginning.redeem_code(typed=code, at=AT + after, place="")


@pytest.mark.django_db
def test_three_wrong_tries_end_a_code_and_no_other(place: Place, helper: User) -> None:
    _made, code = open_one(place, helper)
    other, other_code = open_one(place, helper)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    for _try in range(3):
        with pytest.raises(CodeRefused):
            beginning.redeem_code(typed=wrong, at=AT, place="")
    with pytest.raises(CodeRefused):
        beginning.redeem_code(typed=code, at=AT, place="")
    assert beginning.redeem_code(typed=other_code, at=AT, place="") == other


@pytest.mark.django_db
def test_tries_from_one_address_are_counted(place: Place, helper: User) -> None:
    _made, code = open_one(place, helper)
    for _try in range(beginning.TRIES_FROM_AN_ADDRESS.amount):
        with pytest.raises(CodeRefused):
            beginning.redeem_code(typed="0000-000-00", at=AT, place="203.0.113.9")
    with pytest.raises(CodeRefused, match="Trop"):
        beginning.redeem_code(typed=code, at=AT, place="203.0.113.9")


@pytest.fixture
def waiting(own_database: object) -> tuple[Accompaniment, str]:
    place = Place.objects.create(code="guichet", name="Guichet", address="Mairie")
    return open_one(place, make_person(Role.ANIMATOR))


@pytest.mark.database_promise
@pytest.mark.parametrize("right", [False, True], ids=["wrong", "right"])
def test_sixty_four_tries_at_once(waiting: tuple[Accompaniment, str], right: bool) -> None:
    """Of wrong codes three are compared; of right ones, one begins."""
    made, code = waiting
    typed = code if right else code[:-1] + str((int(code[-1]) + 1) % 10)
    compared, begun, ready = [], [], threading.Barrier(THREADS)
    compare = beginning.constant_time_compare

    def counting(one: str, other: str) -> bool:
        compared.append(one)
        return compare(one, other)

    def work(share: int) -> None:
        ready.wait()
        for _number in range(share):
            try:
                begun.append(beginning.redeem_code(typed=typed, at=AT, place=""))
            except CodeRefused:
                continue
        connections.close_all()

    with mock.patch.object(beginning, "constant_time_compare", counting), ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, [TRIES // THREADS] * THREADS))
    assert 1 <= len(compared) <= codes.MOST_TRIES
    assert len(begun) == right
    made.refresh_from_db()
    assert (made.begun_at is not None) == right


def test_numbers_are_drawn_again_when_taken(db: None, place: Place, helper: User, at: datetime) -> None:
    with mock.patch.object(opening.codes, "new_number", side_effect=["1111", "1111", "2222"]):
        first, _code = open_one(place, helper)
        second, _code = open_one(place, helper)
    assert (first.number, second.number) == ("1111", "2222")
