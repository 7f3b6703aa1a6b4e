"""In the page editor: where the activity stands, with links to the board where dates and rules are changed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from dreamplus.core import clock


class ActivityPanel(Panel):
    """Read-only: a revision changes neither dates, audience nor rules."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(heading=kwargs.pop("heading", _("Dates, audience and rules")), **kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "participation/panels/activity.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            activity = self.instance.activity if self.instance.activity_id else None
            if activity is None:
                return context | {"activity": None}
            board = reverse("participation_staff:board", args=[activity.uuid])
            return context | {"activity": activity, "state": activity.state(clock.now()), "board": board}
