"""`ActivityPage`: words and pictures of an activity. All translations and aliases of a page share one `Activity`."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.http import HttpRequest

from dreamplus.cms.pages import SitePage
from dreamplus.core import clock
from dreamplus.participation import privacy
from dreamplus.participation.audience import refuse_reading
from dreamplus.participation.models import Activity
from dreamplus.participation.panels import ActivityPanel
from dreamplus.participation.services import activities


class ActivityPage(SitePage):
    """Sub-classes set `activity_kind`. A new page gets a draft activity; a copy, another one; a translation shares it.

    Revisions never change the activity: restoring or publishing an old one leaves dates and rules alone.
    """

    activity_kind: ClassVar[str] = ""
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, blank=True, editable=False, related_name="%(app_label)s_%(class)s_pages"
    )

    content_panels = [ActivityPanel(), *SitePage.content_panels]

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding:
            self._take_activity()
        elif self.live and not self.alias_of_id and self.locale_id and self._names_the_activity():
            activities.set_title(activity=self.activity, title=self.title)
        adding = self._state.adding
        saved = super().save(*args, **kwargs)
        if adding and self.activity.is_private:
            privacy.keep_page(self, public=False)
        return saved

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refuse_reading(request, self.activity)
        return super().serve(request, *args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        page = super().with_content_json(content)
        page.activity_id = self.activity_id
        return page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        now = clock.now()
        return context | {"activity": self.activity, "state": self.activity.state(now), "now": now}

    def _take_activity(self) -> None:
        """A new page: a new activity. A copy: a copy of it, in draft. A translation or an alias: the same one."""
        at = clock.now()
        if self.activity_id is None:
            self.activity = activities.create_activity(kind=self.activity_kind, at=at, title=self.title)
        elif not self.alias_of_id and self._is_a_copy():
            self.activity = activities.copy_activity(activity=self.activity, at=at)

    def _is_a_copy(self) -> bool:
        """Another page has this activity, and this one is not its translation."""
        others = type(self)._default_manager.filter(activity_id=self.activity_id)
        return others.exclude(translation_key=self.translation_key).exists()

    def _names_the_activity(self) -> bool:
        """Whether this is the first page of the activity, whose title staff lists show."""
        if self.activity.title == self.title:
            return False
        first = type(self)._default_manager.filter(activity_id=self.activity_id).order_by("pk").values("pk")[:1]
        return bool(first) and first[0]["pk"] == self.pk
