from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "dreamplus.cms"
    label = "cms"
