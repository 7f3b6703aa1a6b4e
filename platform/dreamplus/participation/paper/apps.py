from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "dreamplus.participation.paper"
    label = "paper"

    def ready(self) -> None:
        from dreamplus.participation.paper import wiring

        wiring.connect()
