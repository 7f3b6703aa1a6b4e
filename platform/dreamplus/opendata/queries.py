from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from dreamplus.participation.enums import Visibility
from dreamplus.participation.models import Activity

WITH_DATA = ("poll", "proposals", "survey")


def offered(at: datetime) -> QuerySet[Activity]:
    """Activities whose table may be downloaded at `at`, the last closed first."""
    open_to_all = Q(settled_at__isnull=False) | Q(results_visibility=Visibility.LIVE, opens_at__lte=at)
    public = Activity.objects.filter(is_private=False, scheduled_at__isnull=False)
    return public.filter(open_to_all, kind__in=WITH_DATA).order_by("-closes_at", "-pk")
