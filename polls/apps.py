from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "polls"
    label = "polls"

    def ready(self) -> None:
        from polls import wiring

        wiring.register()
