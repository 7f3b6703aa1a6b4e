"""Who holds a role here: the page on which administrators give and take them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dreamplus.core import access, clock
from dreamplus.people import services
from dreamplus.people.doors import staff_required
from dreamplus.people.identity import queries as identity
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.roles import HUB_ONLY, Permission, Role

SHOWN = 50


def roles_given_here() -> list[tuple[str, Promise]]:
    """The roles this platform gives, with their names: jurors and consultants only where there is a programme."""
    hub = settings.DREAM_ROLE == "hub"
    return [(role, label) for role, label in RoleGrant.STAFF_ROLES if hub or Role(role) not in HUB_ONLY]


class GrantForm(forms.Form):
    """A person who already has an account, and a role."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of the person"))
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=roles_given_here, widget=forms.RadioSelect, initial=Role.AGENT
    )
    elsewhere = forms.BooleanField(
        label=gettext_lazy("I know that this person’s ProConnect belongs to another organisation"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.siret = ""
        if not self.data.get("elsewhere"):
            self.fields["elsewhere"].widget = forms.HiddenInput()

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        self.user = User.objects.filter(email=email, is_active=True).first()
        if self.user is None:
            raise ValidationError(_("Nobody has an account with this address. Ask the person to create one first."))
        return email

    def clean(self) -> dict[str, Any]:
        """A ProConnect identity of another organisation is no obstacle, but must be seen."""
        cleaned = super().clean() or {}
        user = getattr(self, "user", None)
        self.siret = identity.organisations([user.pk]).get(user.pk, "") if user else ""
        if identity.is_elsewhere(self.siret) and not cleaned.get("elsewhere"):
            self.fields["elsewhere"].widget, self.fields["elsewhere"].required = forms.CheckboxInput(), True
            words = _(
                "ProConnect says that this person belongs to the organisation with SIRET %(siret)s, not to yours."
            )
            self.add_error("elsewhere", words % {"siret": self.siret})
        return cleaned


@never_cache
@staff_required(Permission.MANAGE_PEOPLE)
def team(request: HttpRequest) -> HttpResponse:
    by, form = request.user, GrantForm(request.POST or None)
    assert isinstance(by, User)  # noqa: S101 - tells the type checker what the door made sure of
    if request.method == "POST" and form.is_valid():
        assert form.user is not None  # noqa: S101 - clean_email refused otherwise
        services.grant_role(user=form.user, role=Role(form.cleaned_data["role"]), by=by, at=clock.now())
        messages.success(request, _("The role is given. A second factor is asked for at the first visit."))
        if form.siret:
            messages.info(request, _("SIRET in their ProConnect identity: %(siret)s.") % {"siret": form.siret})
        return redirect("people:team")
    access.log(actor=by, purpose="people.read.team", subject="people.RoleGrant:*", at=clock.now())
    grants = RoleGrant.objects.select_related("user").order_by("role", "user__email", "pk")
    page = Paginator(grants, SHOWN).get_page(request.GET.get("page"))
    sirets = identity.organisations(grant.user_id for grant in page)
    for grant in page:
        grant.siret = sirets.get(grant.user_id, "")  # type: ignore[attr-defined]  # for the page alone
    return render(request, "people/team.html", {"form": form, "page": page})


@require_POST
@staff_required(Permission.MANAGE_PEOPLE)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    by, grant = request.user, get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
    assert isinstance(by, User)  # noqa: S101 - tells the type checker what the door made sure of
    try:
        services.revoke_role(user=grant.user, role=Role(grant.role), by=by, at=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The role is taken back."))
    return redirect("people:team")
