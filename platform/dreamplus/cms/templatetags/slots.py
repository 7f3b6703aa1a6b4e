"""`{% slot "page.after_body" page %}`: what other applications show there."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from dreamplus.cms import slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, page: Any = None) -> SafeString:
    """Draws the slot; parts that are not marked safe are escaped."""
    return format_html_join("\n", "{}", ((part,) for part in slots.collected(name, context["request"], page)))
