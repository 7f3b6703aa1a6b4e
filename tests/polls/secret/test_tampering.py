"""What was done to a published vote is seen by `verify`; the browser's verifier reads the same table (tests/e2e)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from polls.secret.rules import log
from polls.secret.rules.log import Head
from polls.secret.rules.publication import Publication
from polls.secret.rules.refusals import Refused
from polls.secret.rules.verifying import verify
from tests.polls.secret.tamperings import OF_PAPER, TABLE, Tampering
from tests.polls.secret.village import Village, voted, voted_with_paper


@pytest.fixture(scope="module")
def village() -> Village:
    return voted()


@pytest.fixture(scope="module")
def publication(village: Village) -> Publication:
    return village.publication()


def test_nothing_is_wrong_with_the_vote_itself(publication: Publication) -> None:
    report = verify(publication)
    assert (report.ok, [check.code for check in report.checked if check.ok]) == (
        True,
        ["terms", "heads", "witness", "closing", "ballots", "numbers", "keys", "ties", "count"],
    )


@pytest.mark.parametrize("tamper", TABLE, ids=lambda tamper: tamper.__name__)
def test_it_is_seen(tamper: Tampering, village: Village, publication: Publication) -> None:
    assert set(verify(tamper(village, publication)).faults) == TABLE[tamper]


@pytest.fixture(scope="module")
def with_paper() -> Village:
    return voted_with_paper()


def test_nothing_is_wrong_with_a_vote_on_screens_and_on_paper(with_paper: Village) -> None:
    report = verify(with_paper.publication())
    assert (report.ok, [check.code for check in report.checked if check.ok]) == (
        True,
        [
            "terms",
            "heads",
            "witness",
            "postponements",
            "closing",
            "paper",
            "ballots",
            "numbers",
            "keys",
            "ties",
            "count",
        ],
    )
    assert any("paper" in sentence for sentence in report.word)
    assert any("later closing" in sentence for sentence in report.word)


@pytest.mark.parametrize("tamper", OF_PAPER, ids=lambda tamper: tamper.__name__)
def test_it_is_seen_of_paper_and_later_closings(tamper: Tampering, with_paper: Village) -> None:
    assert set(verify(tamper(with_paper, with_paper.publication())).faults) == OF_PAPER[tamper]


def test_every_pair_of_scrutineers_opens_the_same(village: Village) -> None:
    assert village.publication(1, 2).result == village.publication(1, 3).result == village.publication(2, 3).result


def test_all_three_keys_are_tried_two_by_two(village: Village, publication: Publication) -> None:
    keys = dict(enumerate(village.scrutineers, 1))
    assert verify(replace(publication, keys=keys)).ok


def _shorter(village: Village) -> tuple[list[bytes], Head]:
    return village.leaves[:-1], Head.of(village.terms.poll, village.leaves[:-1])


def _forked(village: Village) -> tuple[list[bytes], Head]:
    leaves = [*village.leaves[:3], village.leaves[4], village.leaves[3], *village.leaves[5:]]
    return leaves, Head.of(village.terms.poll, leaves)


def _removed(village: Village) -> tuple[list[bytes], Head]:
    leaves = [*village.leaves[:3], *village.leaves[4:], bytes(32)]
    return leaves, Head.of(village.terms.poll, leaves)


def _other_leaves(village: Village) -> tuple[list[bytes], Head]:
    return [*village.leaves[:-1], bytes(32)], Head.of(village.terms.poll, village.leaves)


@pytest.mark.parametrize(
    ("told", "code"),
    [(_shorter, "shorter"), (_forked, "fork"), (_removed, "fork"), (_other_leaves, "wrong-root")],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_the_witness_signs_no_other_log(
    told: Callable[[Village], tuple[list[bytes], Head]], code: str, village: Village
) -> None:
    leaves, head = told(village)
    with pytest.raises(Refused) as refused:
        log.cosign(log.sign_head(head, village.log_key), leaves, before=village.heads[-1].head, key=village.witness_key)
    assert refused.value.code == code


def test_a_promise_that_is_not_kept_proves_a_fault(village: Village, publication: Publication) -> None:
    kept = log.promise(village.terms.poll, village.leaves[4], batch=(20, 3600), key=village.promise_key)
    broken = log.promise(village.terms.poll, bytes(32), batch=(20, 3600), key=village.promise_key)
    forged = log.promise(village.terms.poll, bytes(32), batch=(20, 3600), key=bytes(32))
    said = [check.detail for check in verify(publication, (kept, broken, forged)).checked if check.code == "receipt"]
    assert said == [
        "receipt 1: in the log",
        "receipt 2: promised by the box, and not in the log",
        "receipt 3: wrong-promise",
    ]
