"""L8: a digest for many, grouped, in few transactions. The whole of it: `./dream bench digest`."""

from __future__ import annotations

import time

import pytest
from django.core import mail

from dreamplus.notifications.models import Letter, Notice
from dreamplus.notifications.services.delivering import deliver_due
from dreamplus.people.models import User
from tests.dreamplus.notifications.conftest import DAY, NOON, TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "bench")]


@pytest.mark.parametrize("people", [500, pytest.param(5000, marks=pytest.mark.long)])
def test_each_gets_one_letter_with_all_of_theirs(people: int) -> None:
    TITLES.update({str(number): f"Banc {number}" for number in range(20)})
    made = User.objects.bulk_create([User(email=f"lecteur-{one}@exemple.fr") for one in range(people)])
    Notice.objects.bulk_create(
        [
            Notice(
                recipient=person,
                kind="test.daily",
                key=str(rank),
                subject=f"bench:{(number + 7 * rank) % 20}",
                created_at=NOON,
                channel="daily",
                mail_due=NOON,
            )
            for number, person in enumerate(made)
            for rank in range(3)
        ],
        batch_size=500,
    )
    begun = time.process_time()
    while deliver_due(at=NOON + DAY).more:
        pass
    assert time.process_time() - begun < people * 0.006  # twice the figure of the bench, for a busy machine
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in made)
    assert Letter.objects.filter(state="sent").count() == people
    assert all(letter.body.count("- nouvelle") == 3 for letter in mail.outbox)
    assert all(letter.body.count("/banc/") == 3 for letter in mail.outbox)
