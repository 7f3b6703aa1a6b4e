from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationConfig(AppConfig):
    name = "dreamplus.federation"
    label = "federation"
    verbose_name = _("What we share with the region")

    def ready(self) -> None:
        from dreamplus.federation import handlers, tasks  # noqa: F401 - registering is what they are for
