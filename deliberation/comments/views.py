"""Every door of the comments. Reading happens under the commented page; here one writes; `moderation` does the rest."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deliberation.comments import services, targets
from deliberation.comments.forms import CommentForm
from deliberation.comments.models import Comment
from deliberation.comments.rendering import context, kept_key
from dreamplus.core import clock
from dreamplus.participation.enums import Status
from dreamplus.participation.through import through
from dreamplus.people.assisted.presence import note
from dreamplus.people.models import User


def _readable(request: HttpRequest, content_type_id: int, pk: str) -> tuple[targets.Target, models.Model]:
    found = targets.find(content_type_id, pk)
    if found is None or not found[0].may_read(request.user, found[1]):
        raise Http404
    return found


def _readable_comment(request: HttpRequest, uuid: UUID) -> tuple[targets.Target, models.Model, Comment]:
    comment = get_object_or_404(Comment.norel_objects.select_related("user"), uuid=uuid)
    if comment.status == Status.WAITING and comment.user_id != request.user.pk:
        raise Http404  # what nobody has read yet does not exist for others
    rules, thing = _readable(request, comment.content_type_id, comment.object_pk)
    return rules, thing, comment


def _back(rules: targets.Target, thing: models.Model, comment: Comment) -> HttpResponse:
    return redirect(f"{rules.href(thing)}?{urlencode({'fil': comment.thread_id})}#{comment.anchor}")


@require_POST
def write(request: HttpRequest, content_type_id: int, pk: str) -> HttpResponse:
    """A comment under the thing. Signed out: the words wait in the session until the person is back."""
    rules, thing = _readable(request, content_type_id, pk)
    return _write(request, rules, thing, reply_to=None)


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    rules, thing, comment = _readable_comment(request, uuid)
    if request.method == "GET":
        return _page(request, rules, thing, CommentForm.fresh(), reply_to=comment)
    return _write(request, rules, thing, reply_to=comment)


def _write(request: HttpRequest, rules: targets.Target, thing: Any, *, reply_to: Comment | None) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, rules, thing, form, reply_to=reply_to)
    if not request.user.is_authenticated:
        request.session[kept_key(context(request, thing)["content_type_id"], thing.pk)] = form.cleaned_data["text"][
            : 2 * services.MOST_CHARACTERS
        ]
        back = f"{rules.href(thing)}#commenter"
        return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
    try:
        comment = services.post_comment(
            target=thing,
            author=request.user,
            text=form.cleaned_data["text"],
            form_key=form.cleaned_data["form_key"],
            at=clock.now(),
            reply_to=reply_to,
            through=through(request),
        )
    except services.CommentRefused as refused:
        form.add_error("text", str(refused))
        return _page(request, rules, thing, form, reply_to=reply_to)
    note(request, title=_("Your comment on “%(title)s”") % {"title": rules.title(thing)})
    messages.success(
        request,
        _("Your comment is published.")
        if comment.is_visible
        else _("Your comment is received. A moderator reads it before it is shown."),
    )
    return _back(rules, thing, comment)


def _page(
    request: HttpRequest, rules: targets.Target, thing: Any, form: CommentForm, *, reply_to: Comment | None
) -> HttpResponse:
    details = {"form": form, "thing_title": rules.title(thing), "thing_href": rules.href(thing), "reply_to": reply_to}
    status = 422 if form.errors else 200
    return render(
        request, "deliberation/comments/write.html", context(request, thing, form=form) | details, status=status
    )


@login_required
@require_POST
def like(request: HttpRequest, uuid: UUID) -> HttpResponse:
    rules, thing, comment = _readable_comment(request, uuid)
    person = cast(User, request.user)  # signed in, by the decorator
    if "undo" in request.POST:
        services.unlike(comment=comment, person=person)
    elif comment.is_visible:
        services.like(comment=comment, person=person, at=clock.now())
    return _back(rules, thing, comment)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    rules, thing, comment = _readable_comment(request, uuid)
    if comment.user_id != request.user.pk or comment.status not in (Status.VISIBLE, Status.WAITING):
        raise Http404
    if request.method == "POST":
        services.withdraw(comment=comment, person=cast(User, request.user))
        messages.success(request, _("Your comment is withdrawn. Its words are erased."))
        return _back(rules, thing, comment)
    return render(request, "deliberation/comments/withdraw.html", {"comment": comment, "thing_href": rules.href(thing)})
