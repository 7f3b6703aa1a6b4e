"""The comments under a thing, as a piece of page."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from deliberation.comments.forms import CommentForm
from deliberation.comments.queries import page_of_threads
from deliberation.comments.targets import target_of
from dreamplus.people.permissions import may
from dreamplus.people.roles import Permission

KEPT = "comment kept for {}"
FROM = "fil"  # the address's parameter: first thread of the page


def comments_under(request: HttpRequest, thing: models.Model, *, form: CommentForm | None = None) -> SafeString:
    """Markup of one page of threads under `thing` with the form to add to them; empty when it carries no comments."""
    rules = target_of(thing)
    if rules is None or not rules.may_read(request.user, thing):
        return SafeString("")
    return render_to_string("deliberation/comments/under.html", context(request, thing, form=form), request)


def context(request: HttpRequest, thing: models.Model, *, form: CommentForm | None = None) -> dict[str, Any]:
    rules = target_of(thing)
    assert rules is not None  # noqa: S101 - callers looked before
    start = request.GET.get(FROM, "")
    content_type = ContentType.objects.get_for_model(thing, for_concrete_model=False)
    return {
        "thing": thing,
        "page_of_threads": page_of_threads(thing, request.user, from_thread=int(start) if start.isdigit() else 0),
        "is_first_page": not start.isdigit(),
        "from_parameter": FROM,
        "refusal": rules.refusal(request.user, thing),
        "form": form or CommentForm.fresh(text=request.session.pop(kept_key(content_type.pk, thing.pk), "")),
        "content_type_id": content_type.pk,
        "may_hide": may(request.user, Permission.MODERATE),
    }


def kept_key(content_type_id: int, pk: Any) -> str:
    """Where the session keeps what somebody wrote before signing in."""
    return KEPT.format(f"{content_type_id}:{pk}")
