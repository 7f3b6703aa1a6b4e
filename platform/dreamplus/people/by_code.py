"""Signing in and signing up are one journey: an address, the code sent to it, and the account is there.

The library sends codes to addresses with an account only. Here every address receives one, in the same letter, so that
nobody learns who has an account, and a new account is opened when its owner has typed the code: none for an address
that nobody proved.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.signup import complete_signup
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dreamplus.people.models import User
from dreamplus.people.services import open_account

KEPT_IN = ("account_login", "state", "stages", LoginByCodeStage.key, "data")
"""Where the session keeps what was sent, one key inside the other."""


class SignInByCode(LoginCodeVerificationProcess):
    """A code sent to an address, with or without an account, and not typed yet."""

    @classmethod
    def begin(cls, request: HttpRequest, *, user: User | None, email: str) -> None:
        """Sends a code to `email`. `user` is its account, if there is one."""
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email), initiated_by_user=True)
        process = cls(stage)
        process.send()
        process.persist()

    @classmethod
    def waiting(cls, request: HttpRequest) -> SignInByCode | None:
        """The code that this session waits for. None when there is none or it is too old: then it is forgotten."""
        stage = LoginStageController.enter(request, LoginByCodeStage.key)
        process: SignInByCode | None = cls(stage).abort_if_invalid() if stage else None
        return process

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        words = {"request": self.request, "code": self.generate_code()}
        get_adapter().send_mail("account/email/login_code", email, words)
        self.add_sent_message({"email": email, "recipient": email})

    def resend(self) -> None:
        """Another code, valid for as long as the first was."""
        self.state["at"] = self.initial_state(user=None)["at"]
        super().resend()

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code was typed: opens the session, after the account when there was none."""
        if self.user is None:
            email = self.state["email"]
            self._user, new = open_account(email=email, language=get_language() or settings.LANGUAGE_CODE)
            if new:
                record_authentication(self.request, self._user, method="code", email=email)
                messages.success(
                    self.request, _("Your account is open. You can choose the name that others see whenever you like.")
                )
                return complete_signup(self.request, user=self._user, redirect_url=redirect_url)
        return super().finish(redirect_url)
