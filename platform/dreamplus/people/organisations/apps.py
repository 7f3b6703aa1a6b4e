from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "dreamplus.people.organisations"
    label = "organisations"

    def ready(self) -> None:
        from dreamplus.people.organisations import personal_data, tasks, wiring  # noqa: F401 - tasks make themselves known

        personal_data.register()
        wiring.connect()
