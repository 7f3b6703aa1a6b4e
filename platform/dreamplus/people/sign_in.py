"""The page where a code is typed. When the code is worth nothing any more, the page says why and offers another."""

from __future__ import annotations

from functools import reduce
from typing import Any

from allauth.account.utils import get_login_redirect_url
from allauth.account.views import ConfirmLoginCodeView, LoginView
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from dreamplus.people.by_code import KEPT_IN, SignInByCode
from dreamplus.people.forms import LoginForm


class TypeCodeView(ConfirmLoginCodeView):
    """Codes expire without a word in the library: here the address stays in the form and one button sends another."""

    _process: SignInByCode

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return HttpResponseRedirect(get_login_redirect_url(request))
        asked = _asked_for(request)  # the library forgets what is too old as soon as one looks
        waiting = SignInByCode.waiting(request)
        if waiting is not None:
            self._process = waiting
            return FormView.dispatch(self, request, *args, **kwargs)
        if asked:
            return ask_again(
                request,
                asked["email"],
                _("Your code has expired: it was valid for a quarter of an hour. Ask for a new one."),
            )
        return ask_again(request, "", _("There is no code to type here yet: give your address to receive one."))

    def form_invalid(self, form: Form) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return FormView.form_invalid(self, form)
        return ask_again(
            self.request,
            self._process.state["email"],
            _("Your code was tried too often, so it no longer works. Ask for a new one."),
        )


def ask_again(request: HttpRequest, email: str, why: str) -> HttpResponse:
    """The sign-in page with the sentence `why` and the address typed before."""
    page = LoginView()
    page.setup(request)
    form = LoginForm(initial={"login": email}, request=request)
    return page.render_to_response(page.get_context_data(form=form, why=why))


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """What was sent in this session, whatever its age."""
    return reduce(lambda kept, key: kept.get(key) or {}, KEPT_IN, dict(request.session.items()))
