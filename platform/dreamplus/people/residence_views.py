"""A person says where they live; an agent at the counter who has seen a document says so too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dreamplus.core import clock
from dreamplus.people import residences
from dreamplus.people.doors import staff_required
from dreamplus.people.models import Residence, User
from dreamplus.people.roles import Permission
from dreamplus.territory.queries import quarters


class ResidenceForm(forms.Form):
    """Quarter, where the place has some, and year of birth, which may stay empty."""

    area = forms.ChoiceField(
        label=gettext_lazy("Quarter where I live"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the quarter where you live.")},
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        required=False,
        help_text=gettext_lazy("Four digits. Needed only where an age is asked; leave it empty otherwise."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year", "maxlength": 4}),
        error_messages={"invalid": gettext_lazy("Write the four digits of the year: 1987.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(quarter.code, quarter.name) for quarter in quarters()]
        if choices:
            self.fields["area"].choices = choices  # type: ignore[attr-defined]  # a field of choices, by its class
        else:
            del self.fields["area"]

    def told(self) -> dict[str, Any]:
        return {"area": self.cleaned_data.get("area", ""), "birth_year": self.cleaned_data["birth_year"]}


class CounterForm(ResidenceForm):
    """The same, for a person standing at the counter."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of the person’s account"))
    seen = forms.BooleanField(
        label=gettext_lazy("I have seen a document that shows it, and kept nothing of it."),
        error_messages={"required": gettext_lazy("Only what was seen can be vouched for.")},
    )
    field_order = ("email", "area", "birth_year", "seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "area" in self.fields:
            self.fields["area"].label = _("Quarter where the person lives")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        self.person = User.objects.filter(email=email, is_active=True).first()
        if self.person is None:
            raise ValidationError(_("Nobody has an account with this address. Ask the person to create one first."))
        return email


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def residence(request: HttpRequest) -> HttpResponse:
    """Declares, corrects or takes back; leads back to where the question was asked."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - tells the type checker what login_required made sure of
    place, back = Residence.objects.filter(user=user).first(), _back(request)
    if request.method == "POST" and "forget" in request.POST:
        residences.forget_residence(user=user)
        messages.success(request, _("Forgotten: we no longer know where you live."))
        return redirect("people:residence")
    initial = {"area": place.area, "birth_year": place.birth_year} if place else None
    form = ResidenceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            residences.declare_residence(user=user, **form.told(), at=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Noted. You can change it or have it forgotten at any time."))
            return redirect(back or "people:home")
    status = 422 if form.errors else 200
    return render(request, "people/residence.html", {"form": form, "place": place, "back": back}, status=status)


@never_cache
@staff_required(Permission.VOUCH)
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """An agent vouches for a person who stands at the counter."""
    by = request.user
    assert isinstance(by, User)  # noqa: S101 - tells the type checker what the door made sure of
    form = CounterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert form.person is not None  # noqa: S101 - clean_email refused otherwise
        if form.person.pk == by.pk:
            form.add_error("email", _("Nobody vouches for themselves: ask a colleague."))
        else:
            try:
                residences.vouch_residence(user=form.person, **form.told(), by=by, at=clock.now())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Noted. The person may take part at once."))
                return redirect("people:counter")
    return render(request, "people/counter.html", {"form": form}, status=422 if form.errors else 200)


def _back(request: HttpRequest) -> str:
    """The address of this site that asked the question, if there is one."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if safe else ""
