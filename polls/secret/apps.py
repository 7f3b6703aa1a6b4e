"""Secret votes of level B."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SecretConfig(AppConfig):
    name = "polls.secret"
    label = "secret"
    verbose_name = _("Secret votes")

    def ready(self) -> None:
        from polls.secret import level, personal_data, tasks  # noqa: F401 - tasks register themselves

        level.declare()
        personal_data.register()
