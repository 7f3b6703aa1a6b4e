"""Before the opening: who votes for whom, written down at the town hall from two names of the list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.participation.models import Activity
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from dreamplus.people.rolls.forms import SearchForm
from dreamplus.people.rolls.models import Roll
from polls.errors import ProxyRefused
from polls.models import Proxy
from polls.rules import Weighting
from polls.services import proxies
from polls.services.marking import rolls_of
from polls.views.names import chosen_line, names_on


@require_http_methods(["GET", "POST"])
@never_cache
@staff_required(Permission.VOUCH)
def log(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Two names, one after the other: who gives, then who receives. Names are looked for by POST, so that none stands
    in an address."""
    activity = get_object_or_404(Activity, uuid=uuid, kind="poll")
    rolls = list(rolls_of(activity))
    if not rolls or not Weighting.read(activity.rules).proxies:
        raise Http404
    context: dict[str, Any] = {}
    form = SearchForm(request.POST if "q" in request.POST else None)
    if request.method == "POST":
        context |= _obey(request, activity, rolls)
    if form.is_valid():
        name = context["name"] = form.cleaned_data["q"]
        context["found"] = [(roll, names_on(request, roll, name)) for roll in rolls]
    logged = Proxy.objects.filter(activity=activity).select_related("giver", "holder").order_by("holder__name", "pk")
    context |= {"activity": activity, "form": form, "logged": logged, "open": proxies.may_be_logged(activity)}
    return render(request, "polls/staff/proxies.html", context, status=409 if context.get("refused") else 200)


def _obey(request: HttpRequest, activity: Activity, rolls: list[Roll]) -> dict[str, Any]:
    """Chooses who gives, logs who receives, or takes a proxy back; what to say of it."""
    act, giver = request.POST.get("act", ""), chosen_line(request, rolls, "giver")
    try:
        if act == "give":
            return {"giver": chosen_line(request, rolls)}
        if act == "receive" and giver is not None and (holder := chosen_line(request, rolls)):
            proxies.log_proxy(activity=activity, giver=giver, holder=holder, by=request.user, at=clock.now())
            names = {"giver": giver.name, "holder": holder.name}
            return {"done": _("%(holder)s votes for %(giver)s too.") % names}
        if act == "back" and giver is not None:
            proxies.take_proxy_back(activity=activity, giver=giver, by=request.user, at=clock.now())
            return {"done": _("%(giver)s votes in person again.") % {"giver": giver.name}}
    except ProxyRefused as refused:
        return {"giver": giver, "refused": str(refused)}
    return {"giver": giver}
