"""The editor's dates in the browser's own fields: written as the reader writes them, by keyboard too, without a script.

Wagtail's picker writes ISO dates and starts from an inline script. Hours are those of the site's time zone.
"""

from __future__ import annotations

from typing import Any

from django.utils import formats
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

MINUTES = "%Y-%m-%dT%H:%M"
"""What `datetime-local` reads and sends, in every browser."""


def to_the_minute(self: AdminDateTimeInput, value: Any) -> str | None:
    """Stands for `AdminDateTimeInput.format_value`; what was typed and refused comes back as it was."""
    return formats.localize_input(value, MINUTES) if value not in (None, "") else None


def install() -> None:
    """Called once, at start. Wagtail has a setting for the format, none for the kind of field."""
    AdminDateInput.input_type = "date"
    AdminTimeInput.input_type = "time"
    AdminDateTimeInput.input_type = "datetime-local"
    AdminDateTimeInput.format_value = to_the_minute
