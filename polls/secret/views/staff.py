"""An agent prepares a secret vote: three scrutineers, then the seal; later, how far its opening is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries as paper
from dreamplus.participation.reach import activity_for
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from polls import levels
from polls.secret.forms import ScrutineersForm
from polls.secret.level import CODE
from polls.secret.models import SecretVote


@require_http_methods(["GET", "POST"])
@staff_required(Permission.PUBLISH_PAGES, on_a_part=True)
def prepare(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One page for the whole: what is done, what is next, one thing to do."""
    from polls.secret.services import laying  # loaded when a vote is prepared

    activity = activity_for(request, Permission.PUBLISH_PAGES, uuid, kind="poll")
    level = levels.of(activity)
    if level is None or level.code != CODE:
        raise Http404
    vote = SecretVote.objects.filter(activity=activity).first()
    form = ScrutineersForm(request.POST if request.POST.get("act") == "name" else None)
    refused = ""
    if request.method == "POST":
        try:
            if said := _obey(request, activity, vote, form):
                messages.success(request, said)
                return redirect("secret_staff:prepare", uuid)
        except ParticipationError as error:
            refused = str(error)
            vote = SecretVote.objects.filter(activity=activity).first()
    context: dict[str, Any] = {
        "activity": activity,
        "vote": vote,
        "form": form,
        "refused": refused,
        "scrutineers": list(vote.scrutineers.order_by("number")) if vote else [],
        "wanting": [] if vote and vote.terms else laying.wanting(activity),
        "many": laying.many_ballots(activity),
        "roll": laying.the_roll(activity),
        "terms": laying.terms_of(vote) if vote and vote.terms else None,
        "box": settings.DREAM_BOX,
        "witness": settings.DREAM_WITNESS,
        "stations": [station.name for station in paper.stations(activity)],
        "paper_awaited": paper.is_awaited(activity),
        "is_over": bool(activity.closes_at and activity.closes_at <= clock.now()),
    }
    return render(request, "secret/staff/prepare.html", context, status=409 if refused else 200)


def _obey(request: HttpRequest, activity: Activity, vote: SecretVote | None, form: ScrutineersForm) -> str:
    """Does what was asked; what to say of it, nothing when the form is not right."""
    from polls.secret.services import invite, lay, name_scrutineers

    by, at = request.user, clock.now()
    match request.POST.get("act"):
        case "name":
            if not form.is_valid():
                return ""
            name_scrutineers(activity=activity, persons=form.persons, by=by, at=at)
            return _("Each of the three has been sent their link.")
        case "invite":
            number = request.POST.get("number", "")
            scrutineer = vote.scrutineers.filter(number=int(number)).first() if vote and number.isdecimal() else None
            if scrutineer is None or not scrutineer.email:
                raise Http404
            invite(scrutineer=scrutineer, by=by, at=at)
            return _("%(name)s has been sent a new link; the old one leads nowhere.") % {"name": scrutineer.name}
        case "lay":
            vote = lay(activity=activity, by=by, at=at)
            if vote.laid_at is None:
                return _("The rules are sealed. The region’s signature is on its way: look again in a minute.")
            return _("The rules are sealed, and the region has signed them. The vote may open.")
    raise Http404
