"""What has rows is archived, not deleted: pages of an activity in which people took part stay."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _


def watch_pages() -> None:
    """Hears Wagtail delete a page, alone or with its branch."""
    from dreamplus.participation.pages import ActivityPage

    for model in apps.get_models():
        if issubclass(model, ActivityPage):
            pre_delete.connect(refuse_when_people_took_part, sender=model)


def would_lose_people(page: Any) -> bool:
    """Whether this is the last page of an activity in which people took part. A translation may go."""
    from dreamplus.participation.services.activities import has_rows

    others = type(page)._default_manager.filter(activity_id=page.activity_id).exclude(pk=page.pk)
    return not others.exists() and has_rows(page.activity)


def refuse_when_people_took_part(instance: Any, **kwargs: Any) -> None:
    """Raises `ProtectedError`: unpublish or archive instead."""
    if would_lose_people(instance):
        raise ProtectedError(_("People took part: unpublish or archive this page instead."), {instance})
