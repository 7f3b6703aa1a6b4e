"""Settings shared by instances, hubs and tests. What differs between machines comes from `conf/env.py` alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from dreamplus.conf.database import database_from
from dreamplus.conf.env import Env, SettingError, is_loopback
from dreamplus.conf.mail import mail_from

from .accounts import *  # noqa: F403 - settings of accounts and staff doors, in a file of their own

env = Env()

ROOT = Path(__file__).resolve().parents[4]
DREAM_ROLE: str = env("DREAM_ROLE")
DREAM_ORIGIN: str = env("DREAM_ORIGIN")
DREAM_DATA: Path = env("DREAM_DATA")
DREAM_DEMONSTRATION: bool = env("DREAM_DEMONSTRATION")
DREAM_ALLOW_LOOPBACK: bool = env("DREAM_ALLOW_LOOPBACK")
DREAM_TERRITORY: str = env("DREAM_TERRITORY")
DREAM_INACTIVE_MONTHS: int = env("DREAM_INACTIVE_MONTHS")
DREAM_ASSISTED_IDLE: int = env("DREAM_ASSISTED_IDLE")
DREAM_ASK_AGE: bool = env("DREAM_ASK_AGE")
DREAM_BOX: str = env("DREAM_BOX")
DREAM_ISSUER: str = env("DREAM_ISSUER")
DREAM_BOX_TOKEN: str = env("DREAM_BOX_TOKEN")
DREAM_WITNESS: str = env("DREAM_WITNESS")
DREAM_KEYS: Path = DREAM_DATA / "keys"
DREAM_PRIVATE_MEDIA: Path = DREAM_DATA / "private"

SECRET_KEY = env("DREAM_SECRET")
DEBUG = env("DREAM_DEBUG")
_host = urlsplit(DREAM_ORIGIN).hostname or ""
if DREAM_DEMONSTRATION and not is_loopback(_host):
    raise SettingError(f"DREAM_DEMONSTRATION is refused at {DREAM_ORIGIN}: anyone there could read the sign-in codes.")
ALLOWED_HOSTS = [_host, *env("DREAM_HOSTS")]
CSRF_TRUSTED_ORIGINS = [DREAM_ORIGIN]
ROOT_URLCONF = "dreamplus.conf.urls"
WSGI_APPLICATION = "dreamplus.conf.wsgi.application"
ASGI_APPLICATION = "dreamplus.conf.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

# From the top of the house to its ground; an application imports only what stands below it.
HOUSE_APPS = [
    "dreamplus.opendata",
    "dreamplus.federation",
    "consultations",
    "consultations.proposals",
    "consultations.surveys",
    "deliberation.comments",
    "polls.secret",
    "polls",
    "dreamplus.participation.paper",
    "dreamplus.participation",
    "dreamplus.moderation",
    "dreamplus.notifications",
    "dreamplus.cms",
    "dreamplus.people.assisted",
    "dreamplus.people.rights",
    "dreamplus.people.rolls",
    "dreamplus.people.organisations",
    "dreamplus.people",
    "dreamplus.theming",
    "dreamplus.territory",
    "dreamplus.core",
]
LIBRARY_APPS = [
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_comments_xtd",
    "django_comments",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]
INSTALLED_APPS = [*HOUSE_APPS, *LIBRARY_APPS]
if DREAM_DEMONSTRATION:
    INSTALLED_APPS.insert(0, "dreamplus.demonstration")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "dreamplus.core.clock.ClockMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dreamplus.conf.policies.PolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "dreamplus.people.assisted.middleware.AssistedMiddleware",
    "dreamplus.people.middleware.TrustedBrowserMiddleware",
    "dreamplus.people.middleware.StaffDoorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dreamplus.theming.context.face",
            ],
        },
    }
]

FORM_RENDERER = "dreamplus.theming.forms.Renderer"
CSRF_FAILURE_VIEW = "dreamplus.theming.errors.expired_form"

DATABASES = {"default": database_from(env("DREAM_DATABASE"), DREAM_DATA)}

# Languages ------------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English")), ("nl", _("Dutch"))]
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# Files ----------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DREAM_DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DREAM_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DREAM_DEMONSTRATION:  # served from where they are: nothing to collect before the first page
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True

# Mail -----------------------------------------------------------------------------------------------------------------
globals().update(mail_from(env("DREAM_MAIL"), DREAM_DATA))
DEFAULT_FROM_EMAIL = env("DREAM_MAIL_FROM") or f"no-reply@{_host}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Caches and tasks -----------------------------------------------------------------------------------------------------
_redis = env("DREAM_REDIS")
CACHES = {
    "default": (
        {"BACKEND": "dreamplus.core.patient_cache.PatientRedisCache", "LOCATION": _redis}
        if _redis
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
DREAM_REDIS: str = _redis
TASKS = {"default": {"BACKEND": "dreamplus.core.tasks.backend.OutboxBackend", "QUEUES": []}}

# Live -----------------------------------------------------------------------------------------------------------------
DREAM_LIVE_COALESCE = 1.0  # seconds during which a process answers polls from one payload
DREAM_LIVE_SEATS = 10_000  # sockets in one process
DREAM_LIVE_SEATS_PER_TOPIC = 5_000
DREAM_LIVE_TOPICS = 500  # topics watched through one process, each pulled once a second

# Visits are added up in memory and written so often, in seconds; 0: not by themselves
DREAM_VISITS_WRITTEN_EVERY = 30.0

# Security -------------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if DREAM_ORIGIN.startswith("https:"):
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Wagtail --------------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "DREAM+"
WAGTAILADMIN_BASE_URL = DREAM_ORIGIN
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_MODEL = "cms.Image"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 12_000_000
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "dreamplus.cms.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "dreamplus.cms.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "csv", "txt", "epub"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_WORKFLOW_ENABLED = WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAIL_ENABLE_WHATS_NEW_BANNER = WAGTAIL_AGING_PAGES_ENABLED = False
WAGTAILDOCS_MAX_UPLOAD_SIZE = 30_000_000
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # the hours of the editor are those its readers see
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# Comments: the library keeps the rows of a thread, `deliberation.comments` everything else
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "deliberation.comments.models.Comment"
COMMENTS_XTD_MAX_THREAD_LEVEL = 1
COMMENTS_XTD_CONFIRM_EMAIL = False
