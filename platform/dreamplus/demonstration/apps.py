from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "dreamplus.demonstration"
    label = "demonstration"
