"""What anybody takes away to verify a secret vote."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET

from dreamplus.participation.audience import refuse_reading
from polls.secret import files
from polls.secret.models import SecretVote

KINDS = {"vote.json": "application/json", "ballots.jsonl": "application/jsonl"}


@require_GET
@cache_control(public=True, max_age=3600)
def page(request: HttpRequest) -> HttpResponse:
    """The page that verifies a secret vote: one file, which brings its own content policy and works from a disk."""
    from polls.secret.single import VERIFICATION  # loaded when somebody asks for the page

    response = HttpResponse(VERIFICATION.bytes, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = f"{VERIFICATION.policy}; frame-ancestors 'none'"
    return response


@require_GET
@never_cache
def announcement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What this site says of a secret vote that it prepares: the witness asks it before it believes anybody."""
    vote = get_object_or_404(SecretVote.objects.select_related("activity"), activity__uuid=uuid)
    terms = None
    if vote.terms:
        from polls.secret.services.laying import terms_of  # loaded where rules are sealed

        terms = terms_of(vote).leaf.hex()
    return JsonResponse({"poll": str(uuid), "terms": terms})


@require_GET
def publication(request: HttpRequest, uuid: UUID, name: str) -> HttpResponseBase:
    """`vote.json` and `ballots.jsonl`, once the vote is settled; to whom may read the vote."""
    vote = get_object_or_404(SecretVote.objects.select_related("activity"), activity__uuid=uuid)
    refuse_reading(request, vote.activity)
    path = files.folder_of(uuid) / name
    if name not in KINDS or vote.activity.settled_at is None or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=KINDS[name])
