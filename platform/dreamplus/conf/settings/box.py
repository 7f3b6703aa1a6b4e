"""The box of secret votes: sealed ballots, and nothing of who sent them. No account, no session, no page but one."""

from pathlib import Path
from urllib.parse import urlsplit

from dreamplus.conf.database import database_from
from dreamplus.conf.env import Env

env = Env()
DREAM_ROLE = "box"
DREAM_ORIGIN: str = env("DREAM_ORIGIN")
DREAM_DATA: Path = env("DREAM_DATA")
DREAM_KEYS: Path = DREAM_DATA / "keys"
DREAM_ALLOW_LOOPBACK: bool = env("DREAM_ALLOW_LOOPBACK")
DREAM_BOX_TOKEN: str = env("DREAM_BOX_TOKEN")

SECRET_KEY = env("DREAM_SECRET")
ALLOWED_HOSTS = [urlsplit(DREAM_ORIGIN).hostname or "", "127.0.0.1"]  # the second for the site on the same machine
ROOT_URLCONF = "polls.secret.box.urls"
INSTALLED_APPS = ["polls.secret.box"]
MIDDLEWARE = ["polls.secret.box.doors.Doors"]
DATABASES = {"default": database_from(env("DREAM_DATABASE"), DREAM_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Paris"
USE_I18N = False

# Who came is written nowhere.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"nothing": {"class": "logging.NullHandler"}},
    "loggers": {"django.request": {"handlers": ["nothing"], "propagate": False}},
}
