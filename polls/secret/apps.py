"""Secret votes of level B."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SecretConfig(AppConfig):
    name = "polls.secret"
    label = "secret"
    verbose_name = _("Secret votes")
