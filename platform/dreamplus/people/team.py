"""Who holds a role here: the page on which administrators give and take them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

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
from dreamplus.people import parts, services
from dreamplus.people.doors import staff_required
from dreamplus.people.identity import queries as identity
from dreamplus.people.models import RoleGrant, User
from dreamplus.people.parts import Part
from dreamplus.people.roles import HUB_ONLY, ON_A_PART, Permission, Role

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
    part = forms.ChoiceField(
        label=gettext_lazy("Where?"),
        required=False,
        help_text=gettext_lazy(
            "An agent or an evaluator may be named for one part alone; other roles hold everywhere."
        ),
    )
    elsewhere = forms.BooleanField(
        label=gettext_lazy("I know that this person’s ProConnect belongs to another organisation"), required=False
    )

    def __init__(self, *args: Any, known: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = [("", _("The whole site")), *((str(part.key), part.name) for part in known)]
        self.fields["part"].choices = where  # type: ignore[attr-defined]  # a field of choices
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
        if cleaned.get("part") and cleaned.get("role") not in {role.value for role in ON_A_PART}:
            self.add_error("part", _("This role holds everywhere: it cannot be given for a part of the site."))
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
    known = parts.known()
    by, form = request.user, GrantForm(request.POST or None, known=known)
    assert isinstance(by, User)  # noqa: S101 - tells the type checker what the door made sure of
    if request.method == "POST" and form.is_valid():
        assert form.user is not None  # noqa: S101 - clean_email refused otherwise
        part = UUID(form.cleaned_data["part"]) if form.cleaned_data["part"] else None
        role = Role(form.cleaned_data["role"])
        services.grant_role(user=form.user, role=role, by=by, at=clock.now(), part=part)
        messages.success(request, _("The role is given. A second factor is asked for at the first visit."))
        if form.siret:
            messages.info(request, _("SIRET in their ProConnect identity: %(siret)s.") % {"siret": form.siret})
        return redirect("people:team")
    access.log(actor=by, purpose="people.read.team", subject="people.RoleGrant:*", at=clock.now())
    grants = RoleGrant.objects.select_related("user").order_by("role", "user__email", "pk")
    page = Paginator(grants, SHOWN).get_page(request.GET.get("page"))
    sirets = identity.organisations(grant.user_id for grant in page)
    names = {part.key: part.name for part in known}
    for grant in page:
        grant.where = names.get(grant.part, _("a part that is no longer there")) if grant.part else ""  # type: ignore[attr-defined]  # for the page alone
        grant.siret = sirets.get(grant.user_id, "")  # type: ignore[attr-defined]  # for the page alone
    return render(request, "people/team.html", {"form": form, "page": page})


@require_POST
@staff_required(Permission.MANAGE_PEOPLE)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    by, grant = request.user, get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
    assert isinstance(by, User)  # noqa: S101 - tells the type checker what the door made sure of
    try:
        services.revoke_role(user=grant.user, role=Role(grant.role), by=by, at=clock.now(), part=grant.part)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The role is taken back."))
    return redirect("people:team")
