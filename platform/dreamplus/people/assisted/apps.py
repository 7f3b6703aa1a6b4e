from django.apps import AppConfig


class AssistedConfig(AppConfig):
    name = "dreamplus.people.assisted"
    label = "assisted"

    def ready(self) -> None:
        from dreamplus.people.assisted import personal_data, receivers, tasks, wiring  # noqa: F401 - the first are heard

        personal_data.register()
        wiring.connect()
