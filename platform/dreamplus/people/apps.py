from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dreamplus.people"
    label = "people"

    def ready(self) -> None:
        from dreamplus.people import receivers  # noqa: F401 - connects the signals of the accounts library
