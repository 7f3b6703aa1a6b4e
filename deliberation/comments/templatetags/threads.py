"""`{% comments_under thing %}`: the threads under a thing, with the form to add to them."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import models
from django.utils.safestring import SafeString

from deliberation.comments import rendering

register = template.Library()


@register.simple_tag(takes_context=True)
def comments_under(context: dict[str, Any], thing: models.Model) -> SafeString:
    return rendering.comments_under(context["request"], thing)
