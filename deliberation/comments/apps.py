from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "deliberation.comments"
    label = "deliberation_comments"

    def ready(self) -> None:
        from . import moderation, notices, personal_data, under_pages

        moderation.declare()
        under_pages.register()
        personal_data.register()
        notices.register()
