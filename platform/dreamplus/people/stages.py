"""One step of signing in that differs from the library's: who is asked for a second factor."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from dreamplus.people import trust


class SecondFactorStage(AuthenticateStage):
    """Not asked in a browser that the person trusts."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return bool(super()._should_handle(request)) and trust.trusted(request, self.login.user) is None
