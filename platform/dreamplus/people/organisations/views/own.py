"""A person's organisations: declaring one, and who speaks for it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dreamplus.core import clock
from dreamplus.people import limits
from dreamplus.people.models import User
from dreamplus.people.organisations import hooks, queries, services
from dreamplus.people.organisations.forms import InviteForm, OrganisationForm
from dreamplus.people.organisations.models import Delegate


@never_cache
@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Those for which one speaks, and where each stands."""
    return render(request, "organisations/mine.html", {"delegations": queries.of_person(_person(request))})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.declare_organisation(user=_person(request), **form.cleaned_data, at=clock.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("It is declared. The town hall answers you by e-mail."))
            return redirect("organisations:one", made.uuid)
    return render(request, "organisations/declare.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
@require_GET
def one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For its delegates alone; to others it does not exist here."""
    return _page(request, _mine(request, uuid))


@require_POST
@never_cache
@login_required
def invite(request: HttpRequest, uuid: UUID) -> HttpResponse:
    delegate, form, at = _mine(request, uuid), InviteForm(request.POST), clock.now()
    if form.is_valid() and not limits.take(services.INVITED, str(delegate.user_id), at=at):
        form.add_error(None, _("You have sent many invitations in an hour. Wait a little before the next one."))
    if form.is_valid():
        try:
            services.invite(organisation=delegate.organisation, by=delegate.user, at=at, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The invitation is on its way. It is good for fourteen days."))
            return redirect("organisations:one", uuid)
    return _page(request, delegate, form)


@require_POST
@never_cache
@login_required
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    delegate = _mine(request, uuid)
    services.withdraw_invitation(
        organisation=delegate.organisation, by=delegate.user, email=request.POST.get("email", "")
    )
    messages.success(request, _("The invitation is taken back."))
    return redirect("organisations:one", uuid)


@require_POST
@never_cache
@login_required
def change(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`act`: `lead`, `follow`, `show`, `hide`, `leave`, which is asked once more."""
    me = _mine(request, uuid)
    delegate = get_object_or_404(Delegate.objects.select_related("organisation"), pk=pk, organisation=me.organisation)
    act = request.POST.get("act", "")
    if act == "leave" and "sure" not in request.POST:
        if not me.leads and delegate.pk != me.pk:
            raise PermissionDenied
        return render(request, "organisations/leave.html", {"me": me, "delegate": delegate})
    try:
        if act in ("lead", "follow"):
            services.set_leading(delegate=delegate, by=me.user, leads=act == "lead")
        elif act in ("show", "hide") and delegate.pk == me.pk:
            services.set_shown(delegate=delegate, shown=act == "show")
        elif act == "leave":
            services.leave(delegate=delegate, by=me.user)
        else:
            raise Http404
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("organisations:one", uuid)
    messages.success(request, _("Done."))
    if act == "leave" and delegate.pk == me.pk:
        return redirect("organisations:mine")
    return redirect("organisations:one", uuid)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """What is offered, then the act: a link that a mail program opens by itself names nobody."""
    found = queries.invitation_of(secret)
    refusal = ""
    if request.method == "POST":
        try:
            joined = services.accept(secret=secret, user=_person(request), at=clock.now())
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        else:
            messages.success(request, _("You now speak for %(name)s.") % {"name": joined.name})
            return redirect("organisations:one", joined.uuid)
    over = found is None or found.expires_at <= clock.now()
    context = {"organisation": found.organisation if found else None, "over": over, "refusal": refusal}
    return render(request, "organisations/accept.html", context, status=422 if refusal else 404 if over else 200)


def _page(request: HttpRequest, me: Delegate, form: InviteForm | None = None) -> HttpResponse:
    organisation = me.organisation
    context = {
        "me": me,
        "organisation": organisation,
        "delegates": organisation.delegates.select_related("user").order_by("-leads", "since", "pk"),
        "invitations": organisation.invitations.order_by("sent_at") if me.leads else [],
        "form": form or InviteForm(),
        "links": [link for offer in hooks.links for link in offer(organisation)],
    }
    return render(request, "organisations/one.html", context, status=422 if form and form.errors else 200)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - tells the type checker what login_required made sure of
    return request.user


def _mine(request: HttpRequest, uuid: UUID) -> Delegate:
    mine = Delegate.objects.select_related("organisation", "user")
    return get_object_or_404(mine, organisation__uuid=uuid, user=_person(request))
