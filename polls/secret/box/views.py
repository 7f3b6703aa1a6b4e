"""What the box answers: its page and the log to anybody, a promise to who casts, keys and ballots to the site."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polls.secret.box import queries, services
from polls.secret.box.doors import of_the_site, told
from polls.secret.rules.ballot import MOST_BYTES as MOST_OF_A_BALLOT
from polls.secret.rules.canonical import Json
from polls.secret.rules.publication import VOTE
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import MOST_BYTES as MOST_OF_TERMS
from polls.secret.single import BOOTH


@require_GET
@told
def booth(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """The voting page: one file, the same bytes for everybody and for every vote."""
    queries.vote_of(poll)
    response = HttpResponse(BOOTH.bytes, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = f"{BOOTH.policy}; frame-ancestors 'none'"
    return response


@require_GET
@told
def vote(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """`vote.json` as far as the vote is: terms, leaves, heads, closing. Any page may read it."""
    files = dict(queries.publication(queries.vote_of(poll)).files())
    response = HttpResponse(files[VOTE], content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_POST
@told
def cast(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """A ballot in, a promise out."""
    return JsonResponse(services.take(queries.vote_of(poll), _body(request, MOST_OF_A_BALLOT)))


@require_http_methods(["PUT"])
@of_the_site
def keys(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """The keys for a vote that is being prepared."""
    return JsonResponse(services.keys_for(poll))


@require_http_methods(["PUT"])
@of_the_site
def terms(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """The terms are laid."""
    services.lay(poll, _body(request, MOST_OF_TERMS))
    return JsonResponse({"laid": True})


@require_http_methods(["PUT"])
@of_the_site
def postponement(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """The site asks for a later closing."""
    services.postpone(queries.vote_of(poll), _member(request, "closes"))
    return JsonResponse({"closes": queries.closes(queries.vote_of(poll))})


@require_http_methods(["PUT"])
@of_the_site
def closing(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """The site says how many tokens it gave, and the box closes."""
    tokens = _member(request, "tokens")
    if not isinstance(tokens, list):
        raise Refused("wrong-members", "closing")
    services.close(queries.vote_of(poll), tokens)
    return JsonResponse({"closed": True})


@require_http_methods(["PUT"])
@of_the_site
def paper(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """The site says what was read from paper: how many, and what commits to what they say."""
    services.add_paper(queries.vote_of(poll), _body(request, MOST_OF_TERMS))
    return JsonResponse({"laid": True})


@require_GET
@of_the_site
def ballots(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """`ballots.jsonl`, once the witness has signed the whole log."""
    found = queries.vote_of(poll)
    if not queries.is_sealed_up(found):
        raise Refused("not-yet", "the witness has not signed the last head")
    if queries.are_forgotten(found):
        raise Refused("forgotten")
    return StreamingHttpResponse(queries.entries(found), content_type="application/jsonl")


@require_http_methods(["PUT"])
@of_the_site
def forget(request: HttpRequest, poll: UUID) -> HttpResponseBase:
    """Objections have ended: sealed ballots go, the log stays."""
    services.forget(queries.vote_of(poll))
    return JsonResponse({"forgotten": True})


def _member(request: HttpRequest, name: str) -> Json:
    """The one thing that the site says. Raises `Refused`."""
    try:
        return json.loads(_body(request, 1000))[name]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused("wrong-members", name) from None


def _body(request: HttpRequest, most: int) -> bytes:
    """At most `most` bytes. Raises `Refused`."""
    data = request.read(most + 1)
    if len(data) > most:
        raise Refused("too-long", f"{most} bytes allowed")
    return data
