from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "consultations.surveys"
    label = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        from consultations.surveys import wiring

        wiring.connect()
