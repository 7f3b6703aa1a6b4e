from django.apps import AppConfig

from dreamplus.core.late_modules import late

late("fido2.rpid", "verify_rp_id", "verify_app_id")  # reads every public suffix of the world


class PeopleConfig(AppConfig):
    name = "dreamplus.people"
    label = "people"

    def ready(self) -> None:
        from allauth.socialaccount.providers import registry

        from dreamplus.people import (  # noqa: F401 - signals and tasks make themselves known
            navigation,
            own_data,
            receivers,
            residences,
            tasks,
        )
        from dreamplus.people.identity import receivers as identity  # noqa: F401 - hears sign-ups and sign-ins
        from dreamplus.people.identity.provider import StateProvider
        from dreamplus.theming.navigation import set_account_provider

        registry.register(StateProvider)
        residences.register()
        set_account_provider(navigation.account_link)
        own_data.register_all()
