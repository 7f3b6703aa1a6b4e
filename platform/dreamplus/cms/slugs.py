"""The last part of the address of a page that an agent makes outside the page editor."""

from __future__ import annotations

from django.utils.text import slugify
from wagtail.models import Page

LONGEST = 200


def free_slug(parent: Page, title: str, *, otherwise: str) -> str:
    """Of `title`, a number added where a page beside it has it; of `otherwise` where nothing of the title is left."""
    stem = slugify(title)[:LONGEST].strip("-") or otherwise
    taken = set(parent.get_children().values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
