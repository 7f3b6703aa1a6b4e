"""The list of quarters, kept by those who run activities."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission
from dreamplus.territory.models import Quarter
from dreamplus.territory.quarters import QuarterRefused, add_quarter, rename_quarter, retire_quarter


class QuarterForm(forms.Form):
    """The name of a quarter, as people call it."""

    name = forms.CharField(label=gettext_lazy("Name of the quarter"), max_length=80)


@never_cache
@staff_required(Permission.MANAGE_ACTIVITIES)
@require_http_methods(["GET", "POST"])
def quarters(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one more."""
    form = QuarterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            quarter = add_quarter(name=form.cleaned_data["name"])
        except QuarterRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("“%(name)s” is in the list.") % {"name": quarter.name})
            return redirect("people:quarters")
    context = {"form": form, "quarters": Quarter.objects.all()}
    return render(request, "people/quarters.html", context, status=422 if form.errors else 200)


@never_cache
@staff_required(Permission.MANAGE_ACTIVITIES)
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name; what people declared keeps its meaning."""
    quarter = get_object_or_404(Quarter, code=code)
    form = QuarterForm(request.POST or None, initial={"name": quarter.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_quarter(quarter=quarter, name=form.cleaned_data["name"])
        except QuarterRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:quarters")
    return render(request, "people/quarter.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@staff_required(Permission.MANAGE_ACTIVITIES)
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """No longer offered, or offered again."""
    quarter = get_object_or_404(Quarter, code=code)
    retire_quarter(quarter=quarter, retired=not quarter.retired)
    return redirect("people:quarters")
