from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from dreamplus.participation.enums import Status
from dreamplus.participation.errors import NotOpen, ParticipationError, ReasonMissing
from dreamplus.participation.models import Activity, Contribution
from dreamplus.participation.services import (
    create_contribution,
    hide_contribution,
    issue_receipt,
    show_contribution,
    withdraw_contribution,
)
from dreamplus.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def test_nothing_is_added_outside_the_dates(
    make_activity: Callable[..., Activity], marie: User, noon: datetime
) -> None:
    activity = make_activity()
    for at in (noon - timedelta(seconds=1), noon + timedelta(days=10)):
        with pytest.raises(NotOpen):
            create_contribution(activity=activity, author=marie, at=at)
    assert not Contribution.objects.exists()


def test_hidden_with_its_reason_and_shown_again(contribution: Contribution, noon: datetime) -> None:
    with pytest.raises(ReasonMissing):
        hide_contribution(contribution=contribution, reason=" ", at=noon)
    hide_contribution(contribution=contribution, reason="Insulte envers un voisin", at=noon)
    assert (contribution.status, contribution.hidden_reason) == (Status.HIDDEN, "Insulte envers un voisin")
    show_contribution(contribution=contribution, at=noon)
    assert contribution.is_visible


def test_the_database_refuses_to_hide_without_a_reason(contribution: Contribution) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=contribution.pk).update(status=Status.HIDDEN)


def test_only_its_author_withdraws_it(contribution: Contribution, marie: User, noon: datetime) -> None:
    paul = User.objects.create_user("paul@exemple.fr")
    for somebody in (paul, None):
        with pytest.raises(ParticipationError):
            withdraw_contribution(contribution=contribution, by=somebody, at=noon)
    assert withdraw_contribution(contribution=contribution, by=marie, at=noon).status == Status.WITHDRAWN


def test_who_leaves_leaves_their_words_without_a_name(contribution: Contribution, marie: User, noon: datetime) -> None:
    receipt = issue_receipt(activity=contribution.activity, kind="proposal", at=noon, contribution=contribution)
    marie.delete()
    contribution.refresh_from_db()
    receipt.refresh_from_db()
    assert contribution.author is None


def test_what_has_rows_is_not_deleted(contribution: Contribution) -> None:
    with pytest.raises(ProtectedError):
        contribution.activity.delete()
