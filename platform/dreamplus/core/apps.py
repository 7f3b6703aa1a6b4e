from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "dreamplus.core"
    label = "core"
