"""Pages for what went wrong, in plain words and in the look.

400, 500 and 503 are drawn without session, page tree or database, since one of them may be what is broken.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import Any

from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from dreamplus.theming import brand

logger = logging.getLogger(__name__)
_BARE = frozenset({400, 500, 503})


@dataclass(frozen=True)
class Words:
    """What is said: what happened, what it means, what to do."""

    title: str | Promise
    words: str | Promise
    advice: str | Promise = ""


WORDS: dict[str, Words] = {
    "400": Words(
        _("This request cannot be understood"),
        _("The address or the form that reached us is damaged. Nothing was recorded."),
        _("Go back, load the page again and try once more."),
    ),
    "403": Words(
        _("This page is not open to you"),
        _("It is kept for people who hold a particular role, or your session has ended."),
        _("If you should have access, sign in again or ask the person in charge of the site."),
    ),
    "csrf": Words(
        _("This form has expired"),
        _("It stayed open for too long, or your browser refuses cookies from this site. Nothing was sent."),
        _(
            "Go back: what you typed is usually still there. Copy it, load the page again, then send the form. "
            "The only cookies we use keep your session and protect forms."
        ),
    ),
    "404": Words(
        _("This page does not exist, or no longer does"),
        _("The link may be old, or a letter may be missing in the address."),
    ),
    "410": Words(
        _("This page has been taken down"),
        _("It did exist; its authors or the collectivité have withdrawn it."),
    ),
    "429": Words(
        _("Too many tries"),
        _(
            "This was tried too many times in a short while, from this place or with this address. "
            "It protects everyone’s account."
        ),
        _("Wait a few minutes, then try again."),
    ),
    "500": Words(
        _("Something broke on our side"),
        _("It is not your doing. The fault has been recorded and will be looked at."),
        _("Try again in a few minutes. What you had already sent and seen confirmed is kept."),
    ),
    "away": Words(
        _("The site cannot reach its data"),
        _("It is usually a matter of a minute. Nothing you had already sent and seen confirmed is lost."),
        _("What you have just sent may not have arrived: load this page again in a moment, and send it again."),
    ),
    "503": Words(
        _("The site is being looked after"),
        _("Maintenance is under way; it is usually a matter of minutes."),
        _("What you had already sent and seen confirmed is kept. Load this page again in a moment."),
    ),
}


def page(request: HttpRequest | None, status: int, *, kind: str = "", words: str = "") -> HttpResponse:
    """The error page of `status`; `words` replaces the usual explanation."""
    said = WORDS[kind or str(status)]
    context: dict[str, Any] = {
        "status": status,
        "title": said.title,
        "words": words or said.words,
        "advice": said.advice,
        "show_home": status != 503,
        "brand": brand.last_known(),
    }
    if request is not None and status not in _BARE:
        try:
            return HttpResponse(render_to_string("theming/error.html", context, request), status=status)
        except Exception:
            logger.exception("error page %s could not be drawn in full", status)
    return HttpResponse(_bare(context), status=status)


def _bare(context: dict[str, Any]) -> str:
    try:
        return render_to_string("theming/error_bare.html", context)
    except Exception:
        # Static files not collected, templates broken: the words matter more than the look, and nothing may fail twice.
        logger.exception("error page drawn without its look")
        title, words, advice = (escape(str(context[name])) for name in ("title", "words", "advice"))
        return (
            f'<!doctype html><html lang="fr"><title>{title}</title><h1>{title}</h1><p>{words}</p><p>{advice}</p></html>'
        )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`. A database that is away or busy is no fault of ours to mend: 503, and when to come again."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = page(request, 503, kind="away")
        response["Retry-After"], response["Cache-Control"] = "30", "no-store"
        return response
    return page(request, 500)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`. The reason is for the log, not for the reader."""
    return page(request, 403, kind="csrf")


def gone(request: HttpRequest, words: str = "") -> HttpResponse:
    """For what existed and was withdrawn; `words` may say why."""
    return page(request, 410, words=words)


def too_many(request: HttpRequest, words: str = "") -> HttpResponse:
    return page(request, 429, words=words)


def maintenance(request: HttpRequest | None = None) -> HttpResponse:
    """While the site is being upgraded; told to come back in two minutes."""
    response = page(request, 503)
    response["Retry-After"] = "120"
    return response
