"""The contact page at work: a form that loses nothing, a reference number at the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from dreamplus.cms.contact import ContactMessage, ContactSubject
from dreamplus.cms.services import messages
from dreamplus.core import clock
from dreamplus.core.proof import ProofField
from dreamplus.core.references import normalise

RECEIPT = "recu"


class ContactForm(forms.Form):
    """Four fields, and one that people do not see: programs fill it."""

    subject = forms.ChoiceField(label=_("Your message is about"), choices=ContactSubject.choices)
    message = forms.CharField(label=_("Your message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    name = forms.CharField(
        label=_("Your name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("To answer you, and for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    proof = ProofField()

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Empty this field: it is there to stop programs that send advertisements."))
        return ""

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


@sensitive_post_parameters("message", "name", "email")
def contact(request: HttpRequest, page: Any) -> HttpResponse:
    """Shows the form, takes a message, or shows the receipt whose reference is in the address."""
    receipt = normalise(request.GET.get(RECEIPT, ""))
    if receipt and (sent := ContactMessage.objects.filter(reference=receipt).first()):
        return _shown(page, request, page.landing_template, {"sent": sent})
    form = ContactForm(request.POST or None)
    if request.method == "POST" and page.recipient and form.is_valid():
        try:
            sent = messages.receive(
                **{key: form.cleaned_data[key] for key in ("subject", "name", "email", "message")},
                recipient=page.recipient,
                language=get_language() or "fr",
                network=request.META.get("REMOTE_ADDR", ""),
                proved=bool(form.cleaned_data["proof"]),
                at=clock.now(),
            )
        except messages.TooManyMessages:
            form.add_error(None, messages.too_many())
        else:
            return redirect(f"{page.get_url(request)}?{RECEIPT}={sent.reference}")
    return _shown(page, request, page.template, {"form": form})


def _shown(page: Any, request: HttpRequest, template: str, more: dict[str, Any]) -> HttpResponse:
    status = 400 if "form" in more and more["form"].errors else 200
    return TemplateResponse(request, template, page.get_context(request) | more, status=status)
