from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "dreamplus.opendata"
    label = "opendata"
