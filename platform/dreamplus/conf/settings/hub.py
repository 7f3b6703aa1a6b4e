"""The region's hub: everything an instance has, the harvest of what instances publish, the witness of secret votes."""

from .base import *  # noqa: F403 - a settings module is its base plus what differs

DREAM_ROLE = "hub"
INSTALLED_APPS = ["dreamplus.federation.witness", "dreamplus.federation.harvest", *INSTALLED_APPS]  # noqa: F405 - comes with the base
