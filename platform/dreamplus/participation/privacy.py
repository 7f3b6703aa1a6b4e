"""Pages of an activity that not everybody may read: hidden from every list, search, feed and map of the site.

Wagtail's own restriction does the hiding (`Page.objects.public()`, search, site map); who then reads the page is asked
of the audience each time it is served.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from wagtail.models import PageViewRestriction

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity


def keep(activity: Activity) -> None:
    """Restricts the pages of the activity, or frees them, as its audience says. Idempotent."""
    for page in pages_of(activity):
        keep_page(page, public=not activity.is_private)


def keep_page(page: Any, *, public: bool) -> None:
    """One page: restricted to people with an account, or free."""
    restrictions = PageViewRestriction.objects.filter(page_id=page.pk, restriction_type=PageViewRestriction.LOGIN)
    if public:
        restrictions.delete()
    elif not restrictions.exists():
        PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN)


def pages_of(activity: Activity) -> Iterator[Any]:
    """Every page of the activity, in every language."""
    from dreamplus.participation.pages import ActivityPage

    for model in apps.get_models():
        if issubclass(model, ActivityPage):
            yield from model._default_manager.filter(activity_id=activity.pk)
