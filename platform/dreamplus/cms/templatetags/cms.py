"""Small words of the page templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText, expand_db_html

from dreamplus.cms import rich_text

register = template.Library()


@register.filter
def rich(value: RichText | str | None) -> SafeString:
    """Rich text as stored, cleaned again, its page and document links resolved."""
    source = value.source if isinstance(value, RichText) else str(value or "")
    return mark_safe(expand_db_html(rich_text.clean(source)))  # noqa: S308 - cleaned by name on the same line


@register.filter
def lines(value: str | None) -> list[str]:
    """The non-empty lines of a text."""
    return [line.strip() for line in str(value or "").splitlines() if line.strip()]


@register.filter
def file_detail(document: Any) -> str:
    """Format and weight of a document, for the link that opens it: `PDF, 240 kB`."""
    kind, size = document.file_extension.upper(), document.get_file_size() or 0
    return f"{kind}, {weight(size)}" if size else kind


def weight(octets: int) -> str:
    """`135 kB`, `2.4 MB` in the words of the reader."""
    if octets < 1_000_000:
        return _("%(number)s kB") % {"number": max(1, round(octets / 1_000))}
    return _("%(number)s MB") % {"number": number_format(octets / 1_000_000, 1)}
