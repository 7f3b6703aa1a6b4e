from django.apps import AppConfig


class RollsConfig(AppConfig):
    name = "dreamplus.people.rolls"
    label = "rolls"

    def ready(self) -> None:
        from dreamplus.people.rolls import personal_data, tasks  # noqa: F401 - tasks make themselves known

        personal_data.register()
