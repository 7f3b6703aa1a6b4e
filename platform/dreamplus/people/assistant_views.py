"""An elected official's own page: who may answer in their name, and what was."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.people import assistants, doors
from dreamplus.people.models import AssistantMandate, User
from dreamplus.people.permissions import roles_of
from dreamplus.people.roles import Role


class AssistantForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address of the person"))
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: until you take it back."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """For elected officials alone, with their second factor."""
    official = request.user
    assert isinstance(official, User)  # noqa: S101 - tells the type checker what login_required made sure of
    if Role.OFFICIAL not in roles_of(official):
        raise PermissionDenied
    if asked := doors.refusal(request):
        return asked
    form = AssistantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            assistants.name_assistant(official=official, at=clock.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("This person may answer in your name. A second factor is asked of them."))
            return redirect("people:assistants")
    context = {"form": form, "mandates": assistants.given_by(official), "deeds": assistants.answered_for(official)}
    return render(request, "people/assistants.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """By whoever gave it; what others gave does not exist here."""
    official = request.user
    assert isinstance(official, User)  # noqa: S101 - tells the type checker what login_required made sure of
    mandate = get_object_or_404(AssistantMandate.objects.select_related("assistant"), pk=pk, official=official)
    assistants.end_mandate(mandate=mandate, by=official, at=clock.now())
    messages.success(request, _("Taken back: this person answers in your name no longer."))
    return redirect("people:assistants")
