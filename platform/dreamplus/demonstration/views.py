"""The demonstration's own pages: a mailbox, and a way to begin again."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from .content.staff import RESET_REQUEST
from .doors import demonstration_only
from .mailbox import letters


@demonstration_only
@never_cache
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", settings.DREAM_DATA / "mail"))
    return render(request, "demonstration/mailbox.html", {"letters": letters(folder)})


@demonstration_only
@never_cache
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Asks for a fresh demonstration. `./dream up`, which started this process, watches for the request and acts."""
    if request.method == "POST":
        (settings.DREAM_DATA / RESET_REQUEST).touch()
        return redirect("demonstration:resetting")
    return render(request, "demonstration/reset.html")


@demonstration_only
@never_cache
@require_GET
def resetting(request: HttpRequest) -> HttpResponse:
    return render(request, "demonstration/resetting.html")
