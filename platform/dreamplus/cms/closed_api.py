"""Wagtail's API v3 stays closed, and out of memory.

Nothing here mounts it. Wagtail's applications hand it their routers all the same when they get ready, and load with it
the schemas of ninja and pydantic: tens of MB for the processes of one instance. They find these empty stand-ins
instead. An installation that wants the API lists `wagtail.api.v3` among its applications, and nothing stands in.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps

from dreamplus.core.stand_ins import stand_in

ITSELF = "wagtail.api.v3"


class NoApi:
    """Takes routers and does nothing with them."""

    def add_router(self, prefix: str, router: object) -> None: ...


def nothing() -> None: ...


# What Wagtail's applications import in `ready()`, and the names they take from it.
STAND_INS: dict[str, dict[str, Any]] = {
    "wagtail.api.v3.api": {"api": NoApi()},
    "wagtail.contrib.redirects.api.v3": {"router": None},
    "wagtail.documents.api.v3.registry": {"register_content_types": nothing},
    "wagtail.documents.api.v3.router": {"router": None},
    "wagtail.images.api.v3.registry": {"register_content_types": nothing},
    "wagtail.images.api.v3.router": {"router": None},
    "wagtail.locales.api.v3": {"router": None},
    "wagtail.snippets.api.v3": {"register_content_types": nothing},
    "wagtail.snippets.api.v3.router": {"router": None},
}


def keep_out() -> None:
    """Called by `CmsConfig.ready()`, before Wagtail's own: the house stands first among the applications."""
    if apps.is_installed(ITSELF):
        return
    for name, values in STAND_INS.items():
        stand_in(name, **values)
