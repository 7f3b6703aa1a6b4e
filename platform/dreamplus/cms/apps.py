from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "dreamplus.cms"
    label = "cms"
    verbose_name = _("Site content")

    def ready(self) -> None:
        from dreamplus.cms import closed_api, wiring

        closed_api.keep_out()
        wiring.connect()
