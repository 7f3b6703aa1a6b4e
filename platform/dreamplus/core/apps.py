from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "dreamplus.core"
    label = "core"

    def ready(self) -> None:
        """A module called `tasks`, `handlers`, `live` or `housekeeping` need not be named anywhere else."""
        autodiscover_modules("tasks", "handlers", "live", "housekeeping")
