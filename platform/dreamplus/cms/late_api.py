"""The API behind Wagtail's own screens is loaded with its first request, not with the house.

Only those who manage pages call it, and it brings the REST framework with all that this finds on its way (schemas, a
parser of documentation, PostgreSQL's driver): 24 MB that an idle instance does without. Its addresses stand in the
resolver from the start, so that Wagtail's own guards (who may enter, nothing cached) are put on them as on the others.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from dreamplus.core.stand_ins import StandIn, stand_in

# Modules that Wagtail imports with its screens, and the class it takes from each.
LATE = {
    "wagtail.admin.api.views": "PagesAdminAPIViewSet",
    "wagtail.documents.api.admin.views": "DocumentsAdminAPIViewSet",
    "wagtail.images.api.admin.views": "ImagesAdminAPIViewSet",
}
READ = {"listing": ("", "listing_view"), "detail": ("<int:pk>/", "detail_view"), "find": ("find/", "find_view")}
_loading = Lock()


class LateViews:
    """Stands for a set of views of Wagtail's API: knows their addresses, loads the rest when it is asked for."""

    def __init__(self, module: str) -> None:
        self._module = module

    def real(self) -> Any:
        """The class itself; its module takes the place of the one that stood in."""
        with _loading:
            if isinstance(sys.modules[self._module], StandIn):
                del sys.modules[self._module]
            return getattr(import_module(self._module), LATE[self._module])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real(), name)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses of `wagtail.api.v2`, and for pages that of `wagtail.admin.api` which acts on one."""
        patterns = [path(route, self._view("get", view), name=name) for name, (route, view) in READ.items()]
        if self._module == "wagtail.admin.api.views":
            acts = path("<int:pk>/action/<str:action_name>/", self._view("post", "action_view"), name="action")
            patterns.append(acts)
        return patterns

    def _view(self, method: str, name: str) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer: HttpResponse = self.real().as_view({method: name})(request, *args, **kwargs)
            return answer

        view.__module__ = self._module  # whose view it is, for who reads the list of addresses
        return view


def wait_for_it() -> None:
    """Called by `CmsConfig.ready()`, before Wagtail's screens are imported."""
    for name, views in LATE.items():
        stand_in(name, **{views: LateViews(name)})
