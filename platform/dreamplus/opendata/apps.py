from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "dreamplus.opendata"
    label = "opendata"

    def ready(self) -> None:
        from dreamplus.cms import slots
        from dreamplus.opendata.places import copies, footer_link
        from dreamplus.participation import publishing

        slots.register("footer.links", footer_link)
        publishing.register_copies(copies)
