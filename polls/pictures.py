"""Pictures of the options, no heavier than a card needs. They may be mended while the vote is open: words may not."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images.shortcuts import get_rendition_or_not_found

from dreamplus.cms.media import Image
from dreamplus.participation.models import Activity
from dreamplus.theming.forms import ChoicePicture
from polls.pages import PollOption

SIZE = "fill-400x250|format-webp|webpquality-50"
"""The width of a phone’s card; 10 kB for a drawing, 25 kB for the heaviest photograph."""


def of_activity(activity: Activity, language: str) -> dict[str, ChoicePicture]:
    """By code; the page in `language` first, then any other. One query, and one more when there are pictures."""
    options = PollOption.objects.filter(page__activity=activity, image__isnull=False).select_related(
        "page__locale", "image"
    )
    if activity.scheduled_at is not None:
        options = options.filter(page__live=True)
    ordered = sorted(options.order_by("page_id"), key=lambda one: one.page.locale.language_code != language)
    found: dict[str, ChoicePicture] = {}
    for code, picture in of_options(ordered):
        found.setdefault(code, picture)
    return found


def of_options(options: Iterable[PollOption]) -> list[tuple[str, ChoicePicture]]:
    """(code, picture) of each option that has one, saved or not; one query when `image` is read, none without."""
    shown = [(option.code, option.image) for option in options if option.image]
    drawn = Image.get_rendition_model().objects.filter(filter_spec=SIZE)
    prefetch_related_objects(
        [image for _code, image in shown], Prefetch("renditions", drawn, to_attr="prefetched_renditions")
    )
    return [(code, _picture(image)) for code, image in shown]


def _picture(image: Image) -> ChoicePicture:
    drawn = get_rendition_or_not_found(image, SIZE)
    return ChoicePicture(drawn.url, drawn.width, drawn.height, image.description, image.credit)
