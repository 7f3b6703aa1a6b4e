"""Who may take part, on one screen; read again in the words that citizens will read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.participation import kinds
from dreamplus.participation.audience.forms import LABELS, AudienceForm
from dreamplus.participation.audience.stored import audience_of, reference_year
from dreamplus.participation.audience.words import whom
from dreamplus.participation.errors import ParticipationError
from dreamplus.participation.models import Activity
from dreamplus.participation.reach import activity_for
from dreamplus.participation.rules.audience import Act, Audience
from dreamplus.participation.services import set_audience
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES, on_a_part=True)
def who(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Until the opening. “See the sentence” shows it without setting anything."""
    activity = activity_for(request, Permission.MANAGE_ACTIVITIES, uuid)
    kind, audience = kinds.get(activity.kind), audience_of(activity)
    form = AudienceForm(request.POST or None, acts=kind.acts, audience=audience)
    tried = request.method == "POST" and "try" in request.POST
    if request.method == "POST" and form.is_valid():
        audience = form.audience
        if not tried:
            try:
                set_audience(activity=activity, audience=audience, at=clock.now())
            except ParticipationError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Set: %(sentence)s") % {"sentence": whom(audience.who, _year(activity))})
                return redirect("participation_staff:board", uuid)
    context = {"activity": activity, "kind": kind, "form": form, "sentences": told(audience, kind, _year(activity))}
    return render(request, "participation/staff/audience.html", context, status=422 if form.errors else 200)


def told(audience: Audience, kind: kinds.Kind, year: int) -> list[dict[str, str]]:
    """What citizens will read, act by act."""
    main = {"label": str(_("Who may take part")), "sentence": whom(audience.who, year)}
    others = [act for act in (Act.READ, *kind.acts) if act in LABELS]
    return [main, *({"label": str(LABELS[act]), "sentence": whom(audience.of(act), year)} for act in others)]


def _year(activity: Activity) -> int:
    return reference_year(activity)
