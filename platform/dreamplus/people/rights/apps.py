from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "dreamplus.people.rights"
    label = "rights"
    verbose_name = _("rights over personal data")

    def ready(self) -> None:
        from dreamplus.people.rights import own_data, purges, tasks  # noqa: F401 - tasks make themselves known

        own_data.register_all()
        purges.register_all()
