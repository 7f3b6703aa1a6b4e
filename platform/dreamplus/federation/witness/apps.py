from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WitnessConfig(AppConfig):
    name = "dreamplus.federation.witness"
    label = "witness"
    verbose_name = _("Witness of secret votes")

    def ready(self) -> None:
        from dreamplus.federation.witness import board, tasks  # noqa: F401 - tasks register themselves
        from dreamplus.people import personal_data
        from dreamplus.people.assisted import open_to

        because = "hashes and dates of logs; it has seen no list and no ballot"
        personal_data.exempt("witness.WitnessedVote", "witness.Agreement", because=because)
        open_to.allow("witness:votes")
        board.register()
