from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "dreamplus.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from dreamplus.moderation import wiring

        wiring.connect()
