from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HarvestConfig(AppConfig):
    name = "dreamplus.federation.harvest"
    label = "harvest"
    verbose_name = _("What the communes share")

    def ready(self) -> None:
        from dreamplus.federation.harvest import tasks  # noqa: F401 - registering is what it is for
