"""Which pages anybody may read: those that neither they nor a page above them restricts to some."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import PageViewRestriction


def by_anybody() -> Q:
    """Condition on pages: no restriction on the page or above it.

    What Wagtail's `public()` says, as part of the query that asks it, where Wagtail reads every restriction before each
    list. Nothing is remembered, hence nothing can be out of date.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.annotate(asked=path).filter(asked__startswith=F("page__path"))
    return ~Q(Exists(above))
