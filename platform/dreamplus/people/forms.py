"""The library's forms in our words, with the counts of `limits` before every secret."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm as LibraryGenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm as LibraryActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dreamplus.core import clock
from dreamplus.people import limits, trust
from dreamplus.people.by_code import KEPT_IN, SignInByCode
from dreamplus.people.identity import arrival
from dreamplus.people.names import LONGEST, NameRefused, clean_name

LABELS: dict[str, Any] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
    "name": _("Name of this key"),
    "passwordless": _("Sign in with this key alone"),
}
HELP: dict[str, Any] = {
    "password": "",
    "oldpassword": "",
    "password1": _("At least twelve characters. A short sentence that only you would write is best."),
    "passwordless": _("The key then asks for your finger, your face or a PIN."),
}


class OurWords(forms.Form):
    """Our labels, no text inside fields that vanishes when one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in LABELS:
                field.label = LABELS[name]
            if name in HELP:
                field.help_text = HELP[name]
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}


class DisplayNameField(forms.CharField):
    """A name as its owner writes it; see `names`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Name shown beside what you write"))
        kwargs.setdefault("help_text", _("Your name or a pseudonym. You can leave this empty and choose later."))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "nickname"}))
        super().__init__(max_length=LONGEST, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return clean_name(super().clean(value))
        except NameRefused:
            raise forms.ValidationError(
                _("This name holds invisible characters or marks that cannot be shown. Please retype it.")
            ) from None


class RequestLoginCodeForm(OurWords, account.RequestLoginCodeForm):
    """Known or not, an address is sent so many codes and no more."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if not limits.take(limits.CODES_SENT, email.lower(), at=clock.now()):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_email())


class LoginForm(OurWords, account.LoginForm):
    """An address alone sends a code, whether it has an account or not; with a password, the password is tried."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = arrival.waiting(context.request)
        if waiting:
            self.initial.setdefault("login", waiting["email"])

    def _setup_password_field(self) -> None:
        self.fields["password"].required = False

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        form = RequestLoginCodeForm({"email": email or ""})
        if form.is_valid():
            self.user = form._user
        else:
            for error in form.errors.get("email", []):
                self.add_error("login", error)
        return self.cleaned_data

    def _login_by_code(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, str]
    ) -> HttpResponseRedirect:
        SignInByCode.begin(request, user=self.user, email=credentials["email"])
        query = f"?{urlencode({REDIRECT_FIELD_NAME: redirect_url})}" if redirect_url else ""
        return HttpResponseRedirect(reverse("account_confirm_login_code") + query)


class SignupForm(OurWords, account.SignupForm):
    """For a passkey, which needs the account first: an address, and a name for those who want one."""

    display_name = DisplayNameField()
    field_order = ["email", "display_name"]


class CountedCode(OurWords):
    """A code sent by e-mail is compared three times at most, however many processes are asked at once."""

    kept_in: ClassVar[tuple[str, ...]]
    """Where the session keeps what was sent: alike for addresses with and without an account."""

    def clean_code(self) -> str:
        session = context.request.session
        process: dict[str, Any] = reduce(lambda kept, name: kept.get(name) or {}, self.kept_in, dict(session.items()))
        issued = float(process.get("at", 0))
        subject = (session.session_key or "", *self.kept_in, str(issued), str(process.get("resend_count")))
        issued_at = datetime.fromtimestamp(issued, UTC)
        if not limits.take_for_one_issue(limits.CODE_TRIES, *subject, issued_at=issued_at):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_code())  # type: ignore[misc]  # given by the library's form beside this class


class ConfirmLoginCodeForm(CountedCode, account.ConfirmLoginCodeForm):
    kept_in = KEPT_IN


class ConfirmEmailVerificationCodeForm(CountedCode, account.ConfirmEmailVerificationCodeForm):
    kept_in = ("account_email_verification_code",)


class ConfirmPasswordResetCodeForm(CountedCode, account.ConfirmPasswordResetCodeForm):
    kept_in = ("account_password_reset_verification",)


class AddEmailForm(OurWords, account.AddEmailForm):
    pass


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(OurWords, account.SetPasswordForm):
    pass


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    pass


class CountedSecondFactor(OurWords):
    """Five tries in five minutes for one person, and each code once, in whichever process."""

    user: Any

    def clean_code(self) -> str:
        now, person = clock.now(), str(self.user.pk)
        if not limits.take(limits.SECOND_FACTOR_TRIES, person, at=now):
            raise get_adapter().validation_error("too_many_login_attempts")
        code = str(super().clean_code())  # type: ignore[misc]  # given by the library's form beside this class
        if not limits.take_once(limits.SECOND_FACTOR_CODE, person, "".join(code.split()), at=now):
            raise get_adapter().validation_error("too_many_login_attempts")
        limits.forget(limits.SECOND_FACTOR_TRIES, person)
        return code


class MayTrust(forms.Form):
    """A box to tick for those whose browser may be remembered."""

    trust = forms.BooleanField(
        label=_("Trust this browser for 30 days"),
        help_text=_("Only on a device that nobody else uses. You can take it back under “Where I am signed in”."),
        required=False,
    )
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not trust.may_trust(self.user):
            del self.fields["trust"]

    def save(self) -> None:
        super().save()  # type: ignore[misc]  # given by the library's form beside this class
        if self.cleaned_data.get("trust"):
            trust.trust_browser(context.request, user=self.user, at=clock.now())


class SecondFactorForm(CountedSecondFactor, MayTrust, mfa.AuthenticateForm):
    field_order = ["code", "trust"]


class SecondFactorAgainForm(CountedSecondFactor, MayTrust, mfa.ReauthenticateForm):
    field_order = ["code", "trust"]


class MayTrustBesideKey(MayTrust):
    """Its box stands on one page with the box of the other form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "trust" in self.fields:
            self.fields["trust"].widget.attrs["id"] = "id_trust_with_key"


class SecondFactorKeyForm(MayTrustBesideKey, webauthn.AuthenticateWebAuthnForm):
    pass


class SecondFactorKeyAgainForm(MayTrustBesideKey, webauthn.ReauthenticateWebAuthnForm):
    pass


class ActivateTOTPForm(OurWords, LibraryActivateTOTPForm):
    pass


class GenerateRecoveryCodesForm(OurWords, LibraryGenerateRecoveryCodesForm):
    pass


class AddWebAuthnForm(OurWords, webauthn.AddWebAuthnForm):
    pass


class EditWebAuthnForm(OurWords, webauthn.EditWebAuthnForm):
    pass


class ProfileForm(forms.Form):
    """The name shown and the language of e-mails."""

    display_name = DisplayNameField()
    language = forms.ChoiceField(label=_("Language of our e-mails"), choices=settings.LANGUAGES)


class DeleteAccountForm(forms.Form):
    """What becomes of one's words, and one box to tick: leaving cannot be undone."""

    words = forms.ChoiceField(
        label=_("What I wrote in public"),
        choices=(
            ("kept", _("stays, without my name, so that the debate can still be read")),
            ("removed", _("goes too: a line says that its author withdrew it")),
        ),
        initial="kept",
        widget=forms.RadioSelect,
    )
    understood = forms.BooleanField(label=_("I understand that my account cannot be brought back"))
