"""A consultation with a sealed vote in two languages, in a site with every room open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from wagtail.models import Locale, Page

from consultations.pages import ProcessPage
from consultations.services.opening import open_process
from consultations.services.prepare import Collection, create_process
from dreamplus.cms.services import found_site
from dreamplus.core import clock
from dreamplus.core.tasks.testing import run_all, run_periodic
from dreamplus.moderation.services import found_charter
from dreamplus.participation.models import Activity
from dreamplus.people.assisted.models import Place
from dreamplus.people.assisted.services.places import keep_place
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person
from polls.pages import PollPage
from polls.services import cast_ballot, create_poll, new_key
from tests.once import once

if TYPE_CHECKING:
    from tests.doors.lived import Lived

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
CLOSING = NOON + timedelta(days=10)
RED, BLUE = "canari-rouge", "canari-bleu"


@dataclass(frozen=True)
class SealedVote:
    """Seven ballots for red, thirteen for blue, three blank. `voters` are in that order."""

    activity: Activity
    page: PollPage
    dutch: Page
    process: ProcessPage
    voters: list[User]

    def cast(self, *, red: int, blue: int, at: datetime) -> None:
        """The first `red` voters choose red, the next `blue` choose blue, the others nothing."""
        choices = [[RED]] * red + [[BLUE]] * blue + [[]] * (len(self.voters) - red - blue)
        for voter, chosen in zip(self.voters, choices, strict=True):
            cast_ballot(activity=self.activity, voter=voter, choices=chosen, key=new_key(), at=at)


@pytest.fixture
def noon() -> Iterator[datetime]:
    with clock.frozen(NOON) as at:
        yield at


@pytest.fixture
def minute() -> Callable[[datetime], None]:
    """What the worker does at that minute, events, letters and federation included."""

    def pass_by(at: datetime) -> None:
        run_all(at)
        run_periodic("minute", at=at)
        run_periodic("hour", at=at)

    return pass_by


@pytest.fixture
def sealed(db: None, noon: datetime, minute: Callable[[datetime], None], settings: Any, tmp_path: Path) -> SealedVote:
    settings.DREAM_KEYS, settings.DREAM_TERRITORY = tmp_path / "keys", "5990A"
    return once("sealed", lambda: _sealed(minute), tmp_path)


def _sealed(minute: Callable[[datetime], None]) -> SealedVote:
    found_charter(at=NOON)
    found_site(name="Wattrelin")
    agent = make_person(Role.AGENT)
    process = create_process(
        title="La place du marché",
        summary="Refaire la place, ensemble.",
        body="Un parking depuis 1974.",
        commitment="Le conseil décide le 17 décembre.",
        milestones=[],
        collection=Collection(NOON, CLOSING, ["Arbres"]),
        by=agent,
        at=NOON,
    )
    page = create_poll(
        parent=process,
        title="Quelle couleur ?",
        question="Quelle couleur voulez-vous ?",
        options=[("Canari rouge", ""), ("Canari bleu", "")],
        opens_at=NOON,
        closes_at=CLOSING,
        at=NOON,
        by=agent,
    )
    dutch, _new = Locale.objects.get_or_create(language_code="nl")
    translated = page.copy_for_translation(dutch, copy_parents=True)
    open_process(process=process, by=agent, at=NOON)
    translated.save_revision().publish()
    minute(NOON)  # freezes the rules
    page.refresh_from_db()
    return SealedVote(
        activity=Activity.objects.get(pk=page.activity_id),
        page=page,
        dutch=Page.objects.get(pk=translated.pk),
        process=ProcessPage.objects.get(pk=process.pk),
        voters=[make_person(email=f"votant-{number}@exemple.fr") for number in range(23)],
    )


@pytest.fixture
def lived(sealed: SealedVote) -> Lived:
    from tests.doors.lived import live_in

    return once("lived", lambda: live_in(sealed))


@pytest.fixture
def place(lived: Lived) -> Place:
    told = {"name": "Cyber-centre de la Lys", "address": "3 rue du Marché", "hours": ""}
    return keep_place(place=None, **told, by=make_person(Role.AGENT), at=NOON)


@pytest.fixture
def helper(place: Place) -> User:
    return make_person(Role.ANIMATOR, email="aide-canari@exemple.fr", display_name="Aide Canari")
