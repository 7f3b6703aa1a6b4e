from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "deliberation.comments"
    label = "deliberation_comments"

    def ready(self) -> None:
        from . import personal_data, under_pages

        under_pages.register()
        personal_data.register()
