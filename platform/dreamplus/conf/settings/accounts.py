"""Accounts and the doors of the staff: who is asked what, how often, for how long."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from dreamplus.conf.env import Env
from dreamplus.conf.identity import identity_from

_origin: str = Env()("DREAM_ORIGIN")
_https = _origin.startswith("https:")

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["dreamplus.people.backends.AuthenticationBackend"]
SESSION_ENGINE = "dreamplus.people.session_store"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# A browser keeps one jar of cookies for all ports of a host: each site names its own; `__Host-` refuses other domains.
_cookie = f"{'__Host-' if _https else ''}dream-{sha256(_origin.encode()).hexdigest()[:8]}"
SESSION_COOKIE_NAME = f"{_cookie}-session"
CSRF_COOKIE_NAME = f"{_cookie}-csrf"
LANGUAGE_COOKIE_NAME = f"{_cookie}-language"
DREAM_TRUST_COOKIE_NAME = f"{_cookie}-trust"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:home"

# The account library -------------------------------------------------------------------------------------------------
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _https else 0  # behind the shipped proxy, which writes the visitor's address last
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
ACCOUNT_ADAPTER = "dreamplus.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_REDIRECT_URL = "people:profile"  # a name is asked afterwards, of who was going nowhere else
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_FORMS = {
    "login": "dreamplus.people.forms.LoginForm",
    "signup": "dreamplus.people.forms.SignupForm",
    "add_email": "dreamplus.people.forms.AddEmailForm",
    "change_password": "dreamplus.people.forms.ChangePasswordForm",
    "set_password": "dreamplus.people.forms.SetPasswordForm",
    "reset_password": "dreamplus.people.forms.ResetPasswordForm",
    "reset_password_from_key": "dreamplus.people.forms.ResetPasswordKeyForm",
    "confirm_login_code": "dreamplus.people.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "dreamplus.people.forms.ConfirmEmailVerificationCodeForm",
    "confirm_password_reset_code": "dreamplus.people.forms.ConfirmPasswordResetCodeForm",
    "reauthenticate": "dreamplus.people.forms.ReauthenticateForm",
}

# FranceConnect and ProConnect -----------------------------------------------------------------------------------------
DREAM_IDENTITY = identity_from(Env())
SOCIALACCOUNT_ADAPTER = "dreamplus.people.identity.adapter.IdentityAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address never opens or joins an account, whoever vouches for it
SOCIALACCOUNT_STORE_TOKENS = False

# Second factor -------------------------------------------------------------------------------------------------------
MFA_ADAPTER = "dreamplus.people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute either way for telephones whose clock drifts
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a key found in the street must not open anything by itself
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
MFA_FORMS = {
    "authenticate": "dreamplus.people.forms.SecondFactorForm",
    "authenticate_webauthn": "dreamplus.people.forms.SecondFactorKeyForm",
    "reauthenticate": "dreamplus.people.forms.SecondFactorAgainForm",
    "reauthenticate_webauthn": "dreamplus.people.forms.SecondFactorKeyAgainForm",
    "activate_totp": "dreamplus.people.forms.ActivateTOTPForm",
    "generate_recovery_codes": "dreamplus.people.forms.GenerateRecoveryCodesForm",
    "add_webauthn": "dreamplus.people.forms.AddWebAuthnForm",
    "edit_webauthn": "dreamplus.people.forms.EditWebAuthnForm",
}

# The editor's own doors stay closed: people sign in, and change their password and address, under /compte/ -----------
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
