from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dreamplus.cms import closed_formats
from dreamplus.core.late_modules import late

closed_formats.keep_out()
late("django.test", "RequestFactory")  # Wagtail's previews make requests with it


class CmsConfig(AppConfig):
    name = "dreamplus.cms"
    label = "cms"
    verbose_name = _("Site content")

    def ready(self) -> None:
        from dreamplus.cms import closed_api, late_api, wiring

        closed_api.keep_out()
        late_api.wait_for_it()
        wiring.connect()
