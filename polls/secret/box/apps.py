"""The box of secret votes: another host, another process, another database."""

from django.apps import AppConfig


class BoxConfig(AppConfig):
    name = "polls.secret.box"
    label = "box"
    verbose_name = "Box of secret votes"
