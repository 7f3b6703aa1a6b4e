"""Where the accounts library asks us: who may go where, what is sent, in which words."""

from __future__ import annotations

import base64
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dreamplus.core import clock
from dreamplus.people import hooks, limits
from dreamplus.people.models import User
from dreamplus.people.permissions import is_staff
from dreamplus.people.tasks import send_again
from dreamplus.theming import brand, qr
from dreamplus.theming.email import message as letter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up, sign-in and addresses."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is already your address."),
        "email_password_mismatch": _(
            "This address and this password do not go together. Try again, or ask for a code."
        ),
        "email_taken": _("This address already has an account."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This is not the code we sent. Check the last message you received."),
        "incorrect_password": _("This is not your password."),
        "invalid_or_expired_key": _("This link is no longer valid."),
        "invalid_login": _("Give your e-mail address."),
        "invalid_password_reset": _("This request is no longer valid. Please begin again."),
        "max_email_addresses": _("You cannot add more than %d addresses."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then ask for a new code."),
        "unverified_primary_email": _("Confirm your e-mail address first."),
        "same_as_current": _("This is the same as before."),
        "rate_limited": _("That was very fast. Wait a few seconds and try again."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this very site are followed after signing in or out."""
        host = {context.request.get_host()}
        return url_has_allowed_host_and_scheme(url, allowed_hosts=host, require_https=context.request.is_secure())

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.display_name = form.cleaned_data.get("display_name", "")
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends one message, unless this address has had its share for the hour, whoever asked for it.

        When the mail server does not answer, a task tries again: nobody sees an error page for it.
        """
        if not limits.take(limits.MAILS_TO_ONE_ADDRESS, email.lower(), at=clock.now()):
            return
        message = self.render_mail(template_prefix, email, context)
        try:
            message.send()
        except (OSError, SMTPException):
            send_again(message)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMultiAlternatives:
        """The message in the look of the house, in the language of the page that asked for it."""
        sign_in = settings.DREAM_ORIGIN + reverse("account_login")
        words = {**context, "email": email, "sign_in_url": sign_in}
        words["subject"] = render_to_string(f"{template_prefix}_subject.txt", words).strip()
        return letter(f"{template_prefix}_message", words, to=email, language=get_language() or "")

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        for hook in hooks.before_sign_in:
            if (answer := hook(request, user)) is not None:
                return answer
        answer = super().pre_login(request, user, **kwargs)
        return answer if isinstance(answer, HttpResponse) else None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        email = credentials.get("email", "").lower()
        if not limits.take(limits.PASSWORD_TRIES, email, at=clock.now()):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user:
            limits.forget(limits.PASSWORD_TRIES, credentials.get("email", "").lower())
        return user

    def get_login_stages(self) -> list[str]:
        """The library's, with ours in place of the one that asks for a second factor."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "dreamplus.people.stages.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Who has a second factor shows it: a password alone would let an old session replace it."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"].startswith("mfa_")]
        return strong or methods


class MFAAdapter(DefaultMFAAdapter):
    """Second factors. Their secrets are stored encrypted under the instance's secret."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Remove your second factor before you change your address."),
        "cannot_delete_authenticator": _(
            "Your role needs a second factor. Add another one before you remove this one."
        ),
        "cannot_generate_recovery_codes": _("Add an authenticator app or a security key first."),
        "incorrect_code": _("This code is not the right one. Wait for the next one in your app and try again."),
        "unverified_email": _("Confirm your e-mail address before you add a second factor."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one second factor."""
        if not is_staff(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def build_totp_svg(self, url: str) -> str:
        return qr.drawn(url, xmldecl=False, scale=6, border=4, dark="#000", light="#fff").decode()

    def _get_site_name(self) -> str:
        """What an authenticator app or a key writes above the account."""
        return str(brand.current(context.request).name)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("My key") if count == 0 else gettext("Key %(number)d") % {"number": count + 1}


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dreamplus second factor").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
