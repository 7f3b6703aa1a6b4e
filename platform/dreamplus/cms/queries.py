"""What pages show, read in a number of queries that does not grow with the site."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def articles_of(index: Any) -> QuerySet[Any]:
    """The live public articles of a news list or blog, the newest first."""
    model = index.allowed_subpage_models()[0]
    return model.objects.child_of(index).live().public().select_related("picture").order_by("-published_on", "-pk")
