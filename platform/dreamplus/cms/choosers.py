"""Wagtail's choosers without their inline script: no script of the staff side runs unless it is a file of ours."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser


def render(self: BaseChooser, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> str:
    """Stands for `BaseChooser.render`: what its script would start is written as data, started by `cms/admin.js`."""
    if attrs is None or "id" not in attrs:
        raise TypeError("a chooser cannot be drawn without an id")
    chosen = self.get_value_data(value)
    arguments = [attrs["id"], self.get_js_init_options(attrs["id"], name, chosen)]
    return format_html("{}{}", self.render_html(name, chosen, attrs), starter(self.js_constructor, arguments))


def starter(constructor: str, arguments: list[Any]) -> SafeString:
    """The element that `cms/admin.js` starts."""
    return format_html(
        '<span hidden data-dream-start="{}" data-dream-arguments="{}"></span>', constructor, json.dumps(arguments)
    )


def install() -> None:
    """Called once, at start. Wagtail has no setting for it; a test looks for inline scripts on the staff's pages."""
    BaseChooser.render = render
