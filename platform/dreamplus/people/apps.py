from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dreamplus.people"
    label = "people"
