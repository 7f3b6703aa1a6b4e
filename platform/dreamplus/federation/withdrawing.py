"""A result that was shared with the region, taken back: the door on its board, and the page that says what happens."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.federation import queries
from dreamplus.federation.identity import NoIdentity
from dreamplus.federation.models import Entry
from dreamplus.federation.publishing import thing_of, withdraw_result
from dreamplus.federation.wire.entries import WITHDRAW
from dreamplus.participation.kinds import Action
from dreamplus.participation.models import Activity
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission


class WithdrawForm(forms.Form):
    """An act that nothing undoes asks twice."""

    understood = forms.BooleanField(
        label=gettext_lazy("I have understood that this result can never be shared with the region again"),
        error_messages={"required": gettext_lazy("Tick the box if you have understood; otherwise go back.")},
    )


def actions(activity: Activity, allowed: Callable[[Permission], bool]) -> list[Action]:
    """On the board of what the region has received, for who may take it back."""
    if activity.settled_at is None or not allowed(Permission.MANAGE_FEDERATION):
        return []
    shared = _shared(activity)
    if shared is None or shared.op == WITHDRAW:
        return []
    return [Action(_("Take the result back from the region"), _address(activity))]


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_FEDERATION)
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Not found for what was never shared."""
    activity = get_object_or_404(Activity, uuid=uuid)
    shared = _shared(activity)
    if shared is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_result(activity, by=request.user, at=clock.now())
        except NoIdentity:
            form.add_error(None, _("This site has no signing key just now: nothing was taken back. Try again later."))
        else:
            messages.success(request, _("The result is no longer shared with the region."))
            return redirect(_address(activity))
    context = {"activity": activity, "form": form, "shared": shared, "withdrawn": shared.op == WITHDRAW}
    return render(request, "federation/staff/withdraw.html", context)


def _shared(activity: Activity) -> Entry | None:
    return queries.latest(thing_of(activity, "result"))


def _address(activity: Activity) -> str:
    return reverse("federation_staff:withdraw", args=[activity.uuid])
