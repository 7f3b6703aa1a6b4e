"""The box in the process of the test: its own addresses and doors, a vote that is laid and witnessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from polls.secret.box import keys, services
from polls.secret.box.models import SignedHead, Vote
from polls.secret.box.queries import leaves_of, signed, vote_of
from polls.secret.rules import signatures
from polls.secret.rules.canonical import b64, encode
from polls.secret.rules.log import cosign
from polls.secret.rules.terms import Terms
from polls.secret.single import BOOTH
from tests.polls.secret.village import POLL, Village
from tests.polls.secret.voter import Voter

ORIGIN, TOKEN = "http://testserver", "a token that site and box alone know"


@pytest.fixture(autouse=True)
def _as_a_box(settings: Any, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "polls.secret.box.urls"
    settings.MIDDLEWARE = ["polls.secret.box.doors.Doors"]
    settings.DREAM_KEYS = tmp_path / "keys"
    settings.DREAM_ORIGIN, settings.DREAM_BOX_TOKEN = ORIGIN, TOKEN


@pytest.fixture(scope="module")
def village() -> Village:
    return Village()


@pytest.fixture
def make_terms(village: Village) -> Callable[..., Terms]:
    """The terms of the village, for this very box; open since an hour."""

    def make(**changes: Any) -> Terms:
        now = datetime.now(UTC)
        told = {
            "box": ORIGIN,
            "log_key": signatures.public_of(keys.log_key(POLL)),
            "promise_key": signatures.public_of(keys.promise_key(POLL)),
            "booth": bytes.fromhex(BOOTH.fingerprint),
            "opens": moment(now - timedelta(hours=1)),
            "closes": moment(now + timedelta(hours=1)),
        }
        return replace(village.terms, **(told | changes))

    return make


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def witness(village: Village) -> Callable[[Vote], None]:
    """Signs the last head, as the hub would."""

    def sign(vote: Vote) -> None:
        row = SignedHead.objects.filter(vote=vote).order_by("-size").first()
        assert row is not None
        signature = cosign(signed(row), leaves_of(vote)[: row.size], before=None, key=village.witness_key)
        SignedHead.objects.filter(pk=row.pk).update(witness=b64(signature))

    return sign


@pytest.fixture
def vote(db: None, make_terms: Callable[..., Terms], witness: Callable[[Vote], None]) -> Vote:
    services.lay(POLL, encode(make_terms().told()))
    laid = vote_of(POLL)
    witness(laid)
    return laid


@pytest.fixture
def make_voter(village: Village, make_terms: Callable[..., Terms]) -> Callable[[], Voter]:
    def make() -> Voter:
        voter = village.voter()
        voter.terms = make_terms()
        return voter

    return make
