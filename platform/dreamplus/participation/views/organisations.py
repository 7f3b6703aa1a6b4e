"""What an organisation contributed: its public page, and its certificate for those who speak for it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from dreamplus.cms.slots import collected
from dreamplus.core import clock
from dreamplus.participation.enums import Status
from dreamplus.participation.models import Contribution, Receipt
from dreamplus.people.models import User
from dreamplus.people.organisations.enums import State
from dreamplus.people.organisations.models import Organisation
from dreamplus.theming.pdf import render_pdf


@require_safe
def organisation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Name, number, and what it published; nothing of its delegates. One that was never recognised is not here."""
    found = get_object_or_404(Organisation, uuid=uuid, state__in=(State.RECOGNISED, State.ENDED))
    parts = collected("organisation.contributions", request, found)
    return render(request, "participation/organisation.html", {"organisation": found, "parts": parts})


@require_GET
@never_cache
@login_required
def certificate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A PDF of what it contributed, by receipt; for its delegates."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - tells the type checker what login_required made sure of
    standing = Organisation.objects.filter(state=State.RECOGNISED, delegates__user=person)
    found = get_object_or_404(standing, uuid=uuid)
    given = Contribution.objects.filter(organisation=found, status=Status.VISIBLE).select_related("activity")
    references = dict(
        Receipt.objects.filter(contribution__organisation=found).values_list("contribution_id", "reference")
    )
    lines = [(one, references.get(one.pk, "")) for one in given.order_by("created_at", "pk")]
    context = {"organisation": found, "lines": lines, "at": clock.now()}
    answer = HttpResponse(render_pdf("participation/pdf/certificate.html", context), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="attestation-{translation.get_language()}.pdf"'
    return answer
