from django.apps import AppConfig


class ThemingConfig(AppConfig):
    name = "dreamplus.theming"
    label = "theming"
