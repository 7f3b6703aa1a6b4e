from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationConfig(AppConfig):
    name = "dreamplus.federation"
    label = "federation"
    verbose_name = _("What we share with the region")

    def ready(self) -> None:
        from dreamplus.federation import handlers, tasks  # noqa: F401 - registering is what they are for
        from dreamplus.federation.withdrawing import actions
        from dreamplus.participation import kinds
        from dreamplus.people import personal_data
        from dreamplus.people.assisted import open_to

        because = "signed results and dates: the wire refuses whatever could be a person (federation/wire/bodies.py)"
        personal_data.exempt("federation.Entry", "federation.Ledger", because=because)
        kinds.register_actions(actions)
        open_to.allow_machines(*(f"federation:{name}" for name in ("discovery", "changes", "head", "schema")))
