from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "dreamplus.opendata"
    label = "opendata"

    def ready(self) -> None:
        from dreamplus.cms import slots
        from dreamplus.opendata.places import footer_link

        slots.register("footer.links", footer_link)
