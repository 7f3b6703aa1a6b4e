"""The charter and the grounds, set before anything opens; and everything, exported."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dreamplus.core import access, clock
from dreamplus.core.references import new_reference
from dreamplus.moderation import export as everything
from dreamplus.moderation import services
from dreamplus.moderation.forms import CharterForm, GroundForm
from dreamplus.moderation.models import Charter, Ground
from dreamplus.people.doors import staff_required
from dreamplus.people.roles import Permission


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES)
def charter(request: HttpRequest) -> HttpResponse:
    """The charter that holds, to amend; each change is a new version."""
    last = Charter.objects.first()
    form = CharterForm(request.POST or None, instance=last)
    if request.method == "POST" and form.is_valid():
        services.publish_charter(**form.cleaned_data, at=clock.now())
        messages.success(request, _("The charter is published."))
        return redirect("moderation_staff:charter")
    context = {"form": form, "versions": Charter.objects.all()[:20]}
    return render(request, "moderation/staff/charter.html", context, status=422 if form.errors else 200)


@require_GET
@staff_required(Permission.MANAGE_ACTIVITIES)
def grounds(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/staff/grounds.html", {"grounds": Ground.objects.all()})


@require_http_methods(["GET", "POST"])
@staff_required(Permission.MANAGE_ACTIVITIES)
def ground(request: HttpRequest, code: str = "") -> HttpResponse:
    """One ground: new, reworded or retired."""
    found = get_object_or_404(Ground, code=code) if code else None
    form = GroundForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        new = slugify(form.cleaned_data["title"])[:34] or new_reference().lower()
        if found is None and Ground.objects.filter(code=new).exists():
            form.add_error("title", _("A ground has this title already: reword that one, or choose another title."))
        else:
            stored = Ground.objects.get(code=code) if code else None
            services.save_ground(ground=stored, code=code or new, **form.cleaned_data)
            messages.success(request, _("The ground is saved."))
            return redirect("moderation_staff:grounds")
    context = {"form": form, "ground": found}
    return render(request, "moderation/staff/ground.html", context, status=422 if form.errors else 200)


@require_GET
@never_cache
@staff_required(Permission.MODERATE)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Everything, names and addresses of those who reported included: noted in the access log."""
    access.log(actor=request.user, purpose="moderation.export", subject="moderation.Case:all", at=clock.now())
    answer = StreamingHttpResponse(everything.parts(), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="moderation.json"'
    return answer
