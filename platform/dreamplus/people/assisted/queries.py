"""What boards and pages read."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from dreamplus.people.assisted.models import Accompaniment, Place


def open_places() -> QuerySet[Place]:
    return Place.objects.filter(closed_at=None)


def places_with_figures() -> QuerySet[Place]:
    """Every place, open ones first, with `people`: how many were helped there to the end."""
    helped = Count("accompaniments", filter=Q(accompaniments__agreed_at__isnull=False))
    return Place.objects.annotate(people=helped).order_by("closed_at", "name", "pk")


def under_way() -> QuerySet[Accompaniment]:
    """Those that have not ended, the latest first; with their place."""
    return Accompaniment.objects.filter(ended_at=None).select_related("place").order_by("-opened_at", "-pk")


def helped_today(at: datetime) -> int:
    """People who agreed and took part since midnight."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    return Accompaniment.objects.filter(agreed_at__gte=midnight).count()
