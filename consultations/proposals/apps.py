from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "consultations.proposals"
    label = "proposals"
    verbose_name = _("Proposals")

    def ready(self) -> None:
        from consultations.proposals import wiring

        wiring.connect()
