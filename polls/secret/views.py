"""What a site gives of secret votes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET


@require_GET
@cache_control(public=True, max_age=3600)
def verification(request: HttpRequest) -> HttpResponse:
    """The page that verifies a secret vote: one file, which brings its own content policy and works from a disk."""
    from polls.secret.single import VERIFICATION  # loaded when somebody asks for the page

    response = HttpResponse(VERIFICATION.bytes, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = f"{VERIFICATION.policy}; frame-ancestors 'none'"
    return response
