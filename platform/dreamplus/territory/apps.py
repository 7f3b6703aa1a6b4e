from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "dreamplus.territory"
    label = "territory"
