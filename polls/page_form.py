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
        options, further = self.formsets.get("options"), self.formsets.get("further")
        opened = self._has_opened()
        if options is not None and opened and options.is_valid() and self._touches_the_ballot(options):
            self.add_error(
                None,
                _("The vote has opened: options can no longer be added, removed or renamed. A change is a new vote."),
            )
        if further is not None and further.is_valid() and self._moves_questions(further):
            self.add_error(
                None,
                _("Questions are added and taken away on the board of the vote, with their rules: here, write them."),
            )
        elif options is not None and options.is_valid() and self._answers_no_question(options):
            self.add_error(None, _("An option answers a question that is not there: look at its number."))
        return cleaned

    def _has_opened(self) -> bool:
        """By the clock: the minute tick that freezes the ballot comes a little later."""
        activity = self.instance.activity if self.instance.activity_id else None
        return activity is not None and activity.state(clock.now()) not in (State.DRAFT, State.UPCOMING)

    def _touches_the_ballot(self, formset: Any) -> bool:
        """Added, removed or renamed options, or one that answers another question. Order, description and picture may
        still be mended."""
        for form in formset.forms:
            added = not form.instance.pk and form.has_changed()
            removed = form.instance.pk and form.cleaned_data.get("DELETE")
            if added or removed or {"label", "number"} & set(form.changed_data):
                return True
        return False

    def _moves_questions(self, formset: Any) -> bool:
        """Questions added, removed or put in another order: each has rules of its own, in the same order."""
        if any(not form.instance.pk and form.has_changed() for form in formset.forms):
            return True
        kept = [form for form in formset.forms if form.instance.pk and not form.cleaned_data.get("DELETE")]
        ordered = sorted(kept, key=lambda form: form.cleaned_data.get("ORDER") or 0)
        return [form.instance.pk for form in ordered] != [question.pk for question in self.instance.further.all()]

    def _answers_no_question(self, formset: Any) -> bool:
        asked = 1 + len(self.instance.further.all())
        numbers = [form.cleaned_data.get("number") for form in formset.forms if not form.cleaned_data.get("DELETE")]
        return any(number is not None and not 1 <= number <= asked for number in numbers)
