from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "dreamplus.notifications"
    label = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from dreamplus.notifications import wiring

        wiring.connect()
