"""A collectivité's instance."""

from .base import *  # noqa: F403 - a settings module is its base plus what differs
