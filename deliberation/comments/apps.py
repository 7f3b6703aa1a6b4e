from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "deliberation.comments"
    label = "deliberation_comments"

    def ready(self) -> None:
        from . import notices, personal_data, under_pages

        under_pages.register()
        personal_data.register()
        notices.register()
