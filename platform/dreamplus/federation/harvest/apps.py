from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HarvestConfig(AppConfig):
    name = "dreamplus.federation.harvest"
    label = "harvest"
    verbose_name = _("What the communes share")

    def ready(self) -> None:
        from dreamplus.cms import slots
        from dreamplus.federation.harvest import letters, places, tasks  # noqa: F401 - registering is what they are for
        from dreamplus.people import personal_data
        from dreamplus.people.assisted import open_to

        open_to.allow("harvest:results", "harvest:communes", "harvest:result")

        personal_data.exempt(
            *(f"harvest.{name}" for name in ("Source", "SeenHead", "Delivery", "Evidence", "Item")),
            because="what communes share, checked on arrival: aggregates only, the wire refuses persons",
        )
        slots.register("home.after", places.latest_results, order=10)
        slots.register("territory.after", places.of_commune)
        slots.register("menu.links", places.results_link)
        slots.register("menu.links", places.communes_link)
