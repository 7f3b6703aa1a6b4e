from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dreamplus.people"
    label = "people"

    def ready(self) -> None:
        from dreamplus.people import (  # noqa: F401 - signals and tasks make themselves known
            navigation,
            own_data,
            receivers,
            residences,
            tasks,
        )
        from dreamplus.theming.navigation import set_account_provider

        residences.register()
        set_account_provider(navigation.account_link)
        own_data.register_all()
