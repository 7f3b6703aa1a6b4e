from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "dreamplus.people.rights"
    label = "rights"
    verbose_name = _("rights over personal data")

    def ready(self) -> None:
        from dreamplus.people.hooks import account_erased
        from dreamplus.people.rights import own_data, purges, tasks  # noqa: F401 - tasks make themselves known
        from dreamplus.people.rights.services import erasing

        if erasing.note_erasure not in account_erased:
            account_erased.append(erasing.note_erasure)
        own_data.register_all()
        purges.register_all()
