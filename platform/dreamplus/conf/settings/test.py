"""Settings of the suite: a hub, with the box, so that every application is there; on SQLite, or on the server of
`DREAM_DATABASE`."""

import os
import tempfile
from pathlib import Path

_data = Path(tempfile.gettempdir()) / f"dreamplus-test-{os.getuid()}-{os.getpid()}"
os.environ.setdefault("DREAM_ORIGIN", "http://testserver")
os.environ.setdefault("DREAM_SECRET", "a secret of the suite, worth nothing elsewhere")
os.environ.setdefault("DREAM_DATA", str(_data))

from .hub import *  # noqa: E402, F403 - the environment must be set first

INSTALLED_APPS = ["polls.secret.box", "dreamplus.demonstration", *INSTALLED_APPS]  # noqa: F405 - comes with the base
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DREAM_LIVE_COALESCE = 0.0
DREAM_VISITS_WRITTEN_EVERY = 0.0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if os.environ.get("DREAM_SNAPSHOT"):
    from dreamplus.conf.database import sqlite

    DATABASES = {"default": sqlite(Path(os.environ["DREAM_SNAPSHOT"]))}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF"
