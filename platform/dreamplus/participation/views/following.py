"""What became of my words: from the reference on a receipt to the story of what happened."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dreamplus.core import clock, ratelimit
from dreamplus.core.references import normalise
from dreamplus.participation import followup, kinds
from dreamplus.participation.forms import ReferenceForm

TRIES, PER = 30, timedelta(minutes=10)


@require_http_methods(["GET", "POST"])
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """A person types the reference of a receipt."""
    form = ReferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _may_try(request):
            form.add_error("reference", _("Too many tries from here. Please wait ten minutes."))
        elif followup.find(form.cleaned_data["reference"]) is None:
            form.add_error("reference", _("We know no receipt with this reference. Please check each character."))
        else:
            return redirect("participation:follow", form.cleaned_data["reference"])
    return render(request, "participation/enter_reference.html", {"form": form})


@require_GET
@never_cache
def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """The steps of what became of it. Whoever holds the reference may read; it names nobody."""
    known = normalise(reference)
    receipt = followup.find(known) if known and _may_try(request) else None
    if receipt is None:
        form = ReferenceForm({"reference": reference[:100]})
        form.is_valid()
        if not form.errors:
            form.add_error("reference", _("We know no receipt with this reference. Please check each character."))
        return render(request, "participation/enter_reference.html", {"form": form}, status=404)
    kind = kinds.get(receipt.activity.kind)
    context = {
        "receipt": receipt,
        "activity": receipt.activity,
        "kind": kind,
        "steps": [vars(step) for step in followup.steps(receipt)],
        "href": kind.href(receipt.activity) if kind.href else "",
    }
    return render(request, "participation/follow.html", context)


def _may_try(request: HttpRequest) -> bool:
    place = request.META.get("REMOTE_ADDR", "")
    return ratelimit.allow(key=f"participation.follow:{place}", limit=TRIES, per=PER, at=clock.now())
