"""The page editor's form: options stay those of the ballot once the vote has opened, and the same in each language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from dreamplus.core import clock
from dreamplus.participation.enums import State


class PollPageForm(WagtailAdminPageForm):
    """Says beside the options what cannot be saved, before anything is."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        formset = self.formsets.get("options")
        if formset is not None and self._has_opened() and formset.is_valid() and self._touches_the_ballot(formset):
            self.add_error(
                None,
                _("The vote has opened: options can no longer be added, removed or renamed. A change is a new vote."),
            )
        return cleaned

    def _has_opened(self) -> bool:
        """By the clock: the minute tick that freezes the ballot comes a little later."""
        activity = self.instance.activity if self.instance.activity_id else None
        return activity is not None and activity.state(clock.now()) not in (State.DRAFT, State.UPCOMING)

    def _touches_the_ballot(self, formset: Any) -> bool:
        """Added, removed or renamed options. Order, description and picture may still be mended."""
        for form in formset.forms:
            added = not form.instance.pk and form.has_changed()
            removed = form.instance.pk and form.cleaned_data.get("DELETE")
            if added or removed or "label" in form.changed_data:
                return True
        return False
