"""Two of three open, one alone does not, and what was sealed for one place does not open in another."""

from __future__ import annotations

import secrets
from dataclasses import replace
from itertools import combinations

import pytest

from polls.secret.rules import sealing
from polls.secret.rules.refusals import Refused
from polls.secret.rules.sealing import Sealed

PRIVATE = [secrets.token_bytes(32) for _one in range(3)]
PUBLIC = [sealing.public_of(key) for key in PRIVATE]
PLAIN = b'["sat"]'.ljust(64, b"\0")


@pytest.fixture
def sealed() -> Sealed:
    return sealing.seal(PLAIN, PUBLIC, info=b"here")


@pytest.mark.parametrize("pair", [*combinations((1, 2, 3), 2)])
def test_each_pair_opens_everything(pair: tuple[int, int], sealed: Sealed) -> None:
    keys = {number: PRIVATE[number - 1] for number in pair}
    assert sealing.unseal(sealed, keys, info=b"here") == PLAIN


@pytest.mark.parametrize("alone", [1, 2, 3])
@pytest.mark.parametrize("other", [1, 2, 3])
def test_one_scrutineer_opens_nothing(alone: int, other: int, sealed: Sealed) -> None:
    """Neither with no other key, nor with one that they made themselves in place of another's."""
    with pytest.raises(ValueError, match="two scrutineers open"):
        sealing.unseal(sealed, {alone: PRIVATE[alone - 1]}, info=b"here")
    if other != alone:
        with pytest.raises(Refused, match="key-not-given"):
            sealing.unseal(sealed, {alone: PRIVATE[alone - 1], other: secrets.token_bytes(32)}, info=b"here")
        with pytest.raises(Refused, match="key-not-given"):
            sealing.unseal(sealed, {alone: PRIVATE[alone - 1], other: PRIVATE[alone - 1]}, info=b"here")


def test_it_opens_in_its_place_only(sealed: Sealed) -> None:
    with pytest.raises(Refused, match="key-not-given"):
        sealing.unseal(sealed, {1: PRIVATE[0], 2: PRIVATE[1]}, info=b"there")


def test_another_key_under_the_seals_is_told_from_the_promised_one(sealed: Sealed) -> None:
    """A voter who gives each pair another key would be counted otherwise by each pair."""
    twice = sealing.seal(PLAIN, PUBLIC, info=b"here")
    mixed = replace(sealed, shares=(sealed.shares[0], twice.shares[1], sealed.shares[2]))
    assert sealing.unseal(mixed, {1: PRIVATE[0], 2: PRIVATE[1]}, info=b"here") == PLAIN
    with pytest.raises(Refused, match="other-key"):
        sealing.unseal(mixed, {1: PRIVATE[0], 3: PRIVATE[2]}, info=b"here")


def test_choices_under_another_key_do_not_open(sealed: Sealed) -> None:
    other = sealing.seal(PLAIN, PUBLIC, info=b"here")
    with pytest.raises(Refused, match="not-under-its-key"):
        sealing.unseal(replace(sealed, choices=other.choices), {1: PRIVATE[0], 2: PRIVATE[1]}, info=b"here")


def test_the_same_choice_is_never_written_alike() -> None:
    told = {sealing.seal(PLAIN, PUBLIC, info=b"here").choices for _one in range(20)}
    assert (len(told), {len(one) for one in told}) == (20, {64 + 16})
