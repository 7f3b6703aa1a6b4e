"""Rich text let through by name: whatever is stored, only these marks are shown."""

from __future__ import annotations

TAGS = {"a", "b", "strong", "i", "em", "p", "br", "ul", "ol", "li", "h2", "h3", "h4"}
ATTRIBUTES = {"a": {"href", "id", "linktype"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def clean(html: str) -> str:
    """`html` as Wagtail stores it, without anything that is not in the lists above."""
    import nh3  # loaded with the first text somebody writes: most processes only read

    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
