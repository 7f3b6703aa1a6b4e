"""Pictures of options on the page and on the ballot: said in words, credited, light, and free where there are none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image as Pillow
from wagtail.models import Page

from dreamplus.cms.media import Image
from dreamplus.core import clock
from dreamplus.participation.models import Activity
from polls import pictures
from polls.pages import PollOption, PollPage
from polls.services import open_poll

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
HALL, GARDEN, SQUARE = "la-halle-ouverte", "le-jardin-de-marche", "la-place-a-vivre"
ALT = 'La halle <vue> d’"en face"'


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def make_picture(alternative: str = ALT) -> Image:
    """As heavy as a photograph: no two pixels alike."""
    noise = Pillow.effect_noise((1600, 1000), 90).convert("RGB")
    kept = BytesIO()
    noise.save(kept, "JPEG", quality=90)
    file = ContentFile(kept.getvalue(), name="halle.jpg")
    return Image.objects.create(title="Halle", file=file, description=alternative, credit="Dessin : <Atelier>")


@pytest.fixture
def illustrated(make_page: Callable[..., PollPage], home: Page, noon: datetime) -> Activity:
    page = make_page(home)
    for option in PollOption.objects.filter(page=page):
        option.image = make_picture(f"{ALT} {option.code}")
        option.save()
    PollPage.objects.get(pk=page.pk).save_revision()
    open_poll(activity=page.activity, by=None, at=noon)
    return page.activity


def pages_of(activity: Activity) -> list[str]:
    return [f"/vote/{activity.uuid}/", PollPage.objects.get(activity=activity).url]


def test_ballot_and_page_show_them_with_their_text_and_credit(
    client: Client, illustrated: Activity, noon: datetime
) -> None:
    with clock.frozen(noon + timedelta(hours=1)):
        for address in pages_of(illustrated):
            shown = client.get(address).text
            assert shown.count('loading="lazy"') >= 3
            assert f'alt="La halle &lt;vue&gt; d’&quot;en face&quot; {HALL}"' in shown
            assert "Dessin : &lt;Atelier&gt;" in shown


def test_three_pictures_that_could_not_be_heavier_leave_room_for_the_page(illustrated: Activity) -> None:
    found = pictures.of_activity(illustrated, "fr")
    assert set(found) == {HALL, GARDEN, SQUARE}
    assert {(one.width, one.height) for one in found.values()} == {(400, 250)}
    heaviest = [rendition.file.size for image in Image.objects.all() for rendition in image.renditions.all()]
    assert max(heaviest) <= 25_000


def test_a_translation_shows_its_own_picture_and_borrows_the_others(illustrated: Activity) -> None:
    from wagtail.models import Locale

    dutch, _made = Locale.objects.get_or_create(language_code="nl")
    page = PollPage.objects.get(activity=illustrated)
    if not page.get_parent().has_translation(dutch):
        page.get_parent().copy_for_translation(dutch)
    other = page.copy_for_translation(dutch)
    other.save_revision().publish()
    PollOption.objects.filter(page=other).exclude(code=GARDEN).update(image=None)
    PollOption.objects.filter(page=other, code=GARDEN).update(image=make_picture("De tuin"))
    found = pictures.of_activity(illustrated, "nl")
    assert found[GARDEN].alternative == "De tuin"
    assert found[HALL].alternative == f"{ALT} {HALL}"


def test_a_vote_without_pictures_pays_one_question_and_a_vote_with_three_one_more(
    poll: Activity, illustrated: Activity
) -> None:
    pictures.of_activity(illustrated, "fr")  # drawn once
    costs = []
    for activity in (poll, illustrated):
        with CaptureQueriesContext(connection) as queries:
            pictures.of_activity(activity, "fr")
        costs.append(len(queries))
    assert costs == [1, 2]
